#include "api/pages/openapi.hpp"

#include "api/routes/answers.hpp"
#include "api/wire/answers.hpp"

namespace api {

Response get_openapi(Call&) {
  return wire::text_answer("application/json", openapi_text());
}

}  // namespace api
