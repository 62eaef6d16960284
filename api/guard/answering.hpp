#pragma once

#include "api/guard/head_reader.hpp"
#include "api/guard/workers.hpp"
#include "api/request.hpp"

namespace api {

/// What a thread does with a request: reads its head, asks `Answer`, and sends as much as the
/// socket takes at once; with a feed: asks it. Threads: any.
class Answering {
 public:
  explicit Answering(Answer answer) : answer_(std::move(answer)) {}
  /// Throws nothing.
  [[nodiscard]] Done work(Work work) const;

 private:
  [[nodiscard]] Done answer(Work work, std::chrono::microseconds waiting) const;
  [[nodiscard]] static Done ask(Work work);

  HeadReader reader_;
  Answer answer_;
};

}  // namespace api
