#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/exchange/complaint.hpp"

namespace ledger::exchange {

/// A file as UTF-8 without byte order mark. `text` looks into `own`, or into the file's bytes when
/// nothing had to be converted.
class FileText {
 public:
  FileText(std::string_view bytes, std::string encoding);
  FileText(std::string own, std::string encoding);

  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] const std::string& encoding() const { return encoding_; }

 private:
  std::string own_;
  std::string_view bytes_;
  std::string encoding_;
};

/// Decodes strictly: a byte order mark or valid UTF-8 throughout means UTF-8, else valid GB18030
/// throughout, else the file is neither. Other kinds of file that spreadsheet programs write are
/// named.
[[nodiscard]] Read<FileText> decode_file(std::string_view bytes,
                                         const std::optional<std::string>& encoding);

}  // namespace ledger::exchange
