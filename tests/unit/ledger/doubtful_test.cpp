#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

std::string desk_of(std::string_view operator_id) {
  return fmt::format("{}/desk", operator_id);
}

Said treat(std::string_view by, int number) {
  return process(by, fmt::format("P-{}", number))
      .inputs({Thing(pack(number), 400'000)})
      .outputs({made(lot(by, fmt::format("BM-{}", number)), "black_mass", 400'000)});
}

/// Two packs treated by each recycler; the second of each after the index returned.
Index two_years_of_work(TempLedger& book) {
  book.accept({retire(recycler, "R-1"), retire(second_recycler, "R-2").unit(pack(2))});
  book.accept({treat(recycler, 1), treat(second_recycler, 2)});
  const Index since = book.ledger().info().size;
  book.accept(
      {retire(recycler, "R-3").unit(pack(3)), retire(second_recycler, "R-4").unit(pack(4))});
  book.accept({treat(recycler, 3), treat(second_recycler, 4)});
  return since;
}

}  // namespace

TEST_CASE("a report shows what stands on a key that is no longer trusted, and what is without it") {
  TempLedger book;
  const Index since = two_years_of_work(book);
  CHECK_FALSE(book.report().doubtful);
  const std::int64_t clean = book.ledger().info().size;
  book.accept(revoke_key(authority, "K-1", desk_of(recycler)).number("untrusted_since", since));
  const Report report = book.report();
  REQUIRE(report.doubtful);
  CHECK(report.utilised_g == 1'600'000);
  CHECK(report.doubtful->utilised_g == 400'000);
  CHECK(report.doubtful->entries == 2);
  CHECK(report.doubtful->keys == std::vector<std::string>{desk_of(recycler)});
  CHECK(book.report(CountingRule::gross_1).doubtful->utilised_g == 400'000);
  CHECK(book.report(CountingRule::net_1, 2023).doubtful->entries == 0);
  CHECK_THAT(report_text(report, Language::en),
             ContainsSubstring("they add 0.400 t; without them 1.200 t"));
  CHECK_THAT(report_text(report, Language::zh), ContainsSubstring("存疑"));
  CHECK_THAT(report_json(report), ContainsSubstring("\"doubtful\": {"));
  CHECK_THAT(report_csv(report), ContainsSubstring("doubtful,without,,utilised_g,1200000,g"));

  SECTION("the same head gives the same bytes, from the sums kept and from the entries") {
    const std::int64_t head = book.ledger().info().size;
    const std::string now = report_json(report);
    book.reopen();
    CHECK(report_json(book.report()) == now);
    book.accept(retire(collector, "R-9").unit(pack(9)));
    CHECK(report_json(*book.ledger().report(2024, CountingRule::net_1, head)) == now);
  }
  SECTION("at a head before the revocation nobody doubted") {
    CHECK_FALSE(book.ledger().report(2024, CountingRule::net_1, clean)->doubtful);
  }
  SECTION("several keys are doubted together") {
    book.accept(
        revoke_key(authority, "K-2", desk_of(second_recycler)).number("untrusted_since", 0));
    const Report both = book.report();
    CHECK(both.doubtful->keys.size() == 2);
    CHECK(both.doubtful->utilised_g == 1'200'000);
    CHECK(both.doubtful->entries == 6);
  }
  book.check();
}

TEST_CASE("a key revoked without a word of doubt leaves its entries as they were") {
  TempLedger book;
  (void)two_years_of_work(book);
  book.accept(revoke_key(authority, "K-1", desk_of(recycler)));
  CHECK_FALSE(book.report().doubtful);
  CHECK(audit_ledger(book.directory(), {}, {}).doubtful_entries == 0);
  book.check();
}

TEST_CASE("an audit counts what stands on keys no longer trusted, by entry and not by batch") {
  TempLedger book;
  REQUIRE(book.record({retire(recycler, "R-1"), retire(recycler, "R-2").unit(pack(2)),
                       retire(recycler, "R-3").unit(pack(3))}));
  const Index last = book.ledger().info().size - 1;
  book.accept(revoke_key(authority, "K-1", desk_of(recycler)).number("untrusted_since", last - 1));
  const AuditReport audit = audit_ledger(book.directory(), {}, {});
  CHECK(audit.doubted_keys == std::vector<std::string>{desk_of(recycler)});
  CHECK(audit.doubtful_entries == 2);
  book.check();
}
