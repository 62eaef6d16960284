#include <algorithm>
#include <ostream>

#include <nlohmann/json.hpp>

#include "api/wire/views.hpp"
#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::LedgerReader;
using ledger::TransferView;

struct Options {
  bool open = false;
};

std::vector<Parameter> parameters(Options& options) {
  return {{"--open", "", "only those that one side has not reported yet", &options.open}};
}

std::string mass_of(const TransferView& transfer, std::int64_t ledger::TransferItem::*side) {
  std::int64_t sum_g = 0;
  bool any = false;
  for (const ledger::TransferItem& item : transfer.state.items) {
    if (item.*side < 0) continue;
    sum_g += item.*side;
    any = true;
  }
  return any ? ledger::tonnes_text(sum_g) : "";
}

std::string entry_text(ledger::Index index) {
  return index < 0 ? "not yet" : grouped(index);
}

ExitCode run(Context& context, const Options& options) {
  const auto opened = open_ledger(context, Access::read);
  const LedgerReader& ledger = *opened;
  constexpr std::int64_t shown_max = 1000;
  std::int64_t count = 0;
  Table table({{"from"},
               {"to"},
               {"slip"},
               {"items", Table::Align::right},
               {"sent t", Table::Align::right},
               {"arrived t", Table::Align::right},
               {"dispatched", Table::Align::right},
               {"received", Table::Align::right}});
  ledger.each_transfer(options.open, 0, [&](const TransferView& transfer) {
    ++count;
    if (context.globals.json) {
      context.streams.out << api::wire::view(transfer).dump() << '\n';
      return context.streams.out.good();
    }
    if (count > shown_max) return true;
    table.add({transfer.from, transfer.to, transfer.state.slip,
               grouped(static_cast<std::int64_t>(transfer.state.items.size())),
               mass_of(transfer, &ledger::TransferItem::dispatched_g),
               mass_of(transfer, &ledger::TransferItem::received_g),
               entry_text(transfer.state.dispatched), entry_text(transfer.state.received)});
    return true;
  });
  if (context.globals.json) return ExitCode::ok;
  if (!table.empty()) table.write(context.streams.out, context.environment.columns);
  context.streams.out << counted(count, "transfer", "transfers") << (options.open ? " open" : "")
                      << '\n';
  if (count > shown_max)
    context.streams.err << "Only the first " << grouped(shown_max)
                        << " are shown; --json gives all of them.\n";
  return ExitCode::ok;
}

}  // namespace

Command transfers_command() {
  return {.name = "transfers",
          .summary = "hand-overs between operators",
          .details = "With --json: one object a line.",
          .examples = {"celltrail transfers --open"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
