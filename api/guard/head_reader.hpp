#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/request.hpp"

namespace api {

/// The HTTP library's parser of request heads, and nothing else of its server: none of its routes,
/// files, ranges, bodies and sockets.
class HeadReader {
 public:
  HeadReader();
  ~HeadReader();
  /// A head that was judged already, without what follows it. Nothing when the library would not
  /// take it. Client, id and body are left for the caller. Threads: any.
  [[nodiscard]] std::optional<Request> read(const std::string& head) const;
  /// Of the library, as its header says.
  [[nodiscard]] static std::string library_version();

 private:
  class Library;
  std::unique_ptr<Library> library_;
};

}  // namespace api
