#include "cli/sample/json.hpp"

#include <charconv>

#include "ledger/result.hpp"

namespace cli::sample {

void Json::begin() {
  out_.assign(1, '{');
  depth_ = 0;
  last_key_[0] = {};
}

std::string_view Json::end() {
  ledger::require(depth_ == 0, "sample: an object was left open");
  out_ += '}';
  return out_;
}

void Json::text(std::string_view key, std::string_view value) {
  name(key);
  quoted(value);
}

void Json::number(std::string_view key, std::int64_t value) {
  name(key);
  digits(value);
}

void Json::boolean(std::string_view key, bool value) {
  name(key);
  out_ += value ? "true" : "false";
}

void Json::time(std::string_view key, Moment value) {
  name(key);
  out_ += '"';
  append_time(out_, value);
  out_ += '"';
}

void Json::open_object(std::string_view key) {
  name(key);
  out_ += '{';
  descend();
}

void Json::close_object() {
  out_ += '}';
  --depth_;
}

void Json::open_list(std::string_view key) {
  name(key);
  out_ += '[';
}

void Json::close_list() {
  out_ += ']';
}

void Json::open_item() {
  separate();
  out_ += '{';
  descend();
}

void Json::text_item(std::string_view value) {
  separate();
  quoted(value);
}

void Json::name(std::string_view key) {
  ledger::require(last_key_[depth_] < key, "sample: members are written in order");
  last_key_[depth_] = key;
  separate();
  out_ += '"';
  out_ += key;
  out_ += "\":";
}

void Json::separate() {
  if (out_.back() != '{' && out_.back() != '[') out_ += ',';
}

void Json::quoted(std::string_view value) {
  out_ += '"';
  for (const char c : value) {
    ledger::require(static_cast<unsigned char>(c) >= 0x20, "sample: no control characters");
    if (c == '"' || c == '\\') out_ += '\\';
    out_ += c;
  }
  out_ += '"';
}

void Json::descend() {
  ++depth_;
  ledger::require(depth_ < last_key_.size(), "sample: events are flat");
  last_key_[depth_] = {};
}

void Json::digits(std::int64_t value) {
  std::array<char, 24> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  out_.append(buffer.data(), end);
}

}  // namespace cli::sample
