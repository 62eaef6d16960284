#include "ledger/exchange/text_encoding.hpp"

#include <iconv.h>
#include <utility>

#include <fmt/format.h>

#include "ledger/encoding/ascii_scan.hpp"
#include "ledger/encoding/utf8.hpp"
#include "ledger/result.hpp"

namespace ledger::exchange {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::size_t chunk_bytes = 64 * 1024;

/// The position of the first byte that is not UTF-8, or the size.
std::size_t valid_utf8_bytes(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const auto decoded = encoding::decode_utf8(text.substr(at));
    if (!decoded) return at;
    at += decoded->length;
  }
  return at;
}

class Converter {
 public:
  Converter() : handle_(iconv_open("UTF-8", "GB18030")) {
    // glibc's own errno: a conversion module that is not installed.
    if (!is_open())
      throw Failure("this system cannot convert GB18030: install the C library's conversions");
  }
  ~Converter() { iconv_close(handle_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  /// Appends the UTF-8 of `bytes` to `out`; the position of the first byte that is not GB18030, or
  /// the size.
  std::size_t convert(std::string_view bytes, std::string& out) {
    // iconv takes a pointer to mutable bytes and does not write to them.
    char* from = const_cast<char*>(bytes.data());
    std::size_t left = bytes.size();
    std::string chunk(chunk_bytes, '\0');
    while (left > 0) {
      char* to = chunk.data();
      std::size_t room = chunk.size();
      const std::size_t before = left;
      iconv(handle_, &from, &left, &to, &room);
      out.append(chunk.data(), chunk.size() - room);
      if (left == before && room == chunk.size()) break;
    }
    return bytes.size() - left;
  }

 private:
  [[nodiscard]] bool is_open() const { return handle_ != iconv_t(-1); }
  iconv_t handle_;
};

Complaint neither(std::size_t utf8_at, std::size_t gb18030_at) {
  return {"encoding_unknown",
          fmt::format("the file is neither UTF-8 (byte {} does not fit) nor GB18030 (byte {})",
                      utf8_at + 1, gb18030_at + 1),
          "save it again as \"CSV UTF-8\""};
}

std::optional<Complaint> foreign_file(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04"))
    return Complaint{"not_csv", "the file is a workbook (XLSX), not CSV",
                     "open it and save the sheet as \"CSV UTF-8\""};
  if (bytes.starts_with("\xd0\xcf\x11\xe0"))
    return Complaint{"not_csv", "the file is an old workbook (XLS), not CSV",
                     "open it and save the sheet as \"CSV UTF-8\""};
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
    return Complaint{"encoding_unknown", "the file is UTF-16 (\"Unicode text\")",
                     "save it again as \"CSV UTF-8\""};
  return std::nullopt;
}

}  // namespace

FileText::FileText(std::string_view bytes, std::string encoding)
    : bytes_(bytes), encoding_(std::move(encoding)) {}

FileText::FileText(std::string own, std::string encoding)
    : own_(std::move(own)), encoding_(std::move(encoding)) {}

std::string_view FileText::text() const {
  std::string_view text = own_.empty() ? bytes_ : std::string_view(own_);
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text;
}

Read<FileText> decode_file(std::string_view bytes, const std::optional<std::string>& encoding) {
  if (encoding && encoding != "utf-8" && encoding != "gb18030")
    return Complaint{"encoding_unknown", fmt::format("\"{}\" is no encoding read here", *encoding),
                     "name utf-8 or gb18030, or leave it out"};
  if (auto complaint = foreign_file(bytes)) return *complaint;
  const std::size_t utf8_bytes = encoding == "gb18030" ? 0 : valid_utf8_bytes(bytes);
  if (encoding != "gb18030" && utf8_bytes == bytes.size()) return FileText(bytes, "utf-8");
  if (encoding == "utf-8" || (!encoding && bytes.starts_with(byte_order_mark)))
    return Complaint{"encoding_unknown",
                     fmt::format("the file is not UTF-8: byte {} does not fit", utf8_bytes + 1),
                     "save it again as \"CSV UTF-8\", or let the encoding be found out"};
  std::string converted;
  converted.reserve(bytes.size() + bytes.size() / 2);
  const std::size_t gb18030_bytes = Converter().convert(bytes, converted);
  if (gb18030_bytes == bytes.size()) return FileText(std::move(converted), "gb18030");
  if (encoding)
    return Complaint{
        "encoding_unknown",
        fmt::format("the file is not GB18030: byte {} does not fit", gb18030_bytes + 1),
        "save it again as \"CSV UTF-8\", or let the encoding be found out"};
  return neither(utf8_bytes, gb18030_bytes);
}

}  // namespace ledger::exchange
