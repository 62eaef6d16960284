#include "api/pages/docs_page.hpp"
#include "api/routes/answers.hpp"
#include "api/wire/answers.hpp"

namespace api {

Response get_docs(Call& call) {
  Response answer =
      wire::text_answer("text/html; charset=utf-8", docs_page(call.request.header("host")));
  answer.headers.emplace_back("Content-Security-Policy", docs_page_policy());
  return answer;
}

Response go_to_docs(Call& /*call*/) {
  Response answer = wire::text_answer("text/plain; charset=utf-8", "/docs\n");
  answer.status = 303;
  answer.headers.emplace_back("Location", "/docs");
  return answer;
}

}  // namespace api
