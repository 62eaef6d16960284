#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/config/settings.hpp"
#include "cli/table.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct ShowOptions {
  SettingsAsked asked;
};

std::vector<Parameter> show_parameters(ShowOptions& options) {
  return setting_parameters(options.asked);
}

json value_of(const Chosen& chosen) {
  switch (chosen.setting->type) {
    case Setting::Type::texts:
      return chosen.texts;
    case Setting::Type::number:
      return std::stoll(chosen.texts.at(0));
    case Setting::Type::yes_or_no:
      return chosen.texts.at(0) == "true";
    case Setting::Type::text:
    case Setting::Type::address:
      break;
  }
  return chosen.texts.at(0);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

ExitCode show(Context& context, const ShowOptions& options) {
  const Configuration configuration(context, options.asked);
  if (context.globals.json) {
    json all = json::object();
    for (const Chosen& chosen : configuration.all())
      all[std::string(chosen.setting->name)] = {{"value", value_of(chosen)}, {"from", chosen.from}};
    context.streams.out << all.dump() << '\n';
    return ExitCode::ok;
  }
  Table table({{"setting"}, {"value"}, {"from"}});
  for (const Chosen& chosen : configuration.all())
    table.add({std::string(chosen.setting->name), joined(chosen.texts), chosen.from});
  table.write(context.streams.out, context.environment.columns);
  return ExitCode::ok;
}

}  // namespace

Command config_show_command() {
  return {.name = "config show",
          .summary = "how `serve` would be set up, and where each value came from",
          .details = "Takes the options of `serve`. No secret is among the settings.",
          .examples = {"celltrail config show", "celltrail config show --config celltrail.toml"},
          .prepare = with_options<ShowOptions>(show_parameters, show)};
}

}  // namespace cli
