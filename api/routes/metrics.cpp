#include "api/core.hpp"
#include "api/routes/answers.hpp"

namespace api {

Response get_metrics(Call& call) {
  Response answer;
  answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
  answer.body = call.core.metrics.text();
  return answer;
}

}  // namespace api
