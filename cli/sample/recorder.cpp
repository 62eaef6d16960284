#include "cli/sample/recorder.hpp"

#include "ledger/ledger.hpp"

namespace cli::sample {

Line line_of(const Unit& unit) {
  return {unit.code, false, unit.mass_g};
}

Line line_of(const Lot& lot) {
  return {lot.name, true, lot.mass_g};
}

std::vector<Line> lines_of(const std::vector<Unit>& units) {
  std::vector<Line> lines;
  for (const Unit& unit : units) lines.push_back(line_of(unit));
  return lines;
}

std::vector<Line> lines_of(const std::vector<Lot>& lots) {
  std::vector<Line> lines;
  for (const Lot& lot : lots) lines.push_back(line_of(lot));
  return lines;
}

Recorder::Recorder(const std::filesystem::path& directory, std::uint64_t seed)
    : events_(directory), salts_(mix(seed, 0x5a17)) {
  openings_.open(directory / "openings.jsonl");
}

Json& Recorder::start(const Said& said) {
  json_.begin();
  json_.time("at", said.at);
  return json_;
}

void Recorder::finish() {
  json_.number("v", 1);
  events_.line(json_.end());
}

void Recorder::close() {
  events_.close();
  openings_.close();
}

void Recorder::item(const Line& line) {
  json_.open_item();
  if (line.is_lot) json_.text("lot", line.id);
  json_.number("mass_g", line.mass_g);
  if (!line.is_lot) json_.text("unit", line.id);
  json_.close_item();
}

void Recorder::items(const std::vector<Line>& lines, std::string_view key) {
  json_.open_list(key);
  for (const Line& line : lines) item(line);
  json_.close_list();
}

void Recorder::assay(const Assay& assay) {
  if (!assay.any()) return;
  json_.open_object("assay_ppm");
  const auto element = [&](std::string_view name, std::int64_t ppm) {
    if (ppm > 0) json_.number(name, ppm);
  };
  element("Al", assay.al);
  element("Co", assay.co);
  element("Cu", assay.cu);
  element("Fe", assay.fe);
  element("Li", assay.li);
  element("Mn", assay.mn);
  element("Ni", assay.ni);
  element("P", assay.p);
  json_.close_object();
}

void Recorder::site(const Said& said) {
  if (!said.site.empty()) json_.text("site", said.site);
}

void Recorder::seal(const Said& said, std::string_view event, std::string_view member,
                    std::string_view text) {
  const ledger::Hash salt = salts_.bytes();
  json_.open_object("sealed");
  json_.text(member, ledger::commitment(salt, text));
  json_.close_object();
  opening_.begin();
  opening_.text("event", event);
  opening_.text("member", member);
  opening_.text("operator", said.by.id);
  opening_.text("salt", base64(salt));
  opening_.text("text", text);
  openings_.line(opening_.end());
}

std::string base64(const std::array<std::uint8_t, 32>& bytes) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t b = 0; b < 3; ++b)
      group = group << 8U | (i + b < bytes.size() ? bytes[i + b] : 0U);
    for (unsigned shift : {18U, 12U, 6U, 0U}) out += alphabet[group >> shift & 63U];
  }
  // 32 bytes leave two in the last group of three.
  out.back() = '=';
  return out;
}

}  // namespace cli::sample
