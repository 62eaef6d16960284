#include "cli/event_words.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include <nlohmann/json.hpp>

#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Language;
using nlohmann::json;
using Names = std::vector<std::string>;

struct Translation {
  std::string_view name, en, zh;
};

constexpr std::array catalogue{
    Translation{"index", "index", "序号"},
    Translation{"at", "at", "时间"},
    Translation{"event", "event", "事件"},
    Translation{"operator", "operator", "企业"},
    Translation{"what", "what", "内容"},
    Translation{"recorded", "recorded", "记录时间"},
    Translation{"unit", "unit", "电池"},
    Translation{"lot", "lot", "批次"},
    Translation{"place", "place", "所在"},
    Translation{"mass", "mass", "质量"},
    Translation{"counted", "counted already", "已计入"},
    Translation{"before", "before that", "此前"},
    Translation{"end", "in entry", "见记录"},
    Translation{"became", "became", "产出"},
    Translation{"with_others", "used with others:", "同时投入的其他："},
    Translation{"treated", "treated in it", "该步骤的处理量"},
    Translation{"codes", "other codes", "其他编码"},
    Translation{"finding", "finding", "疑点"},
    Translation{"about", "about", "对象"},
    Translation{"entries", "entries", "条记录"},
    Translation{"to", "to", "交给"},
    Translation{"from", "from", "来自"},
    Translation{"slip", "slip", "单号"},
    Translation{"accepted", "accepted", "接收"},
    Translation{"refused", "refused", "拒收"},
    Translation{"of", "of", "／共"},
    Translation{"loss", "loss", "损耗"},
    Translation{"in_service", "in service", "在用"},
    Translation{"outside", "outside", "境外或系统外"},
    Translation{"stock", "in stock", "在库"},
    Translation{"transit", "on the way", "在途"},
    Translation{"delivered", "delivered", "已交付"},
    Translation{"disposed", "disposed of", "已处置"},
    Translation{"missing", "missing", "缺失"},
    Translation{"consumed", "taken apart or processed", "已拆解或已再生"},
    Translation{"second_life", "second life", "梯次利用中"},
    Translation{"establish", "establish", "建立"},
    Translation{"enroll", "enroll", "登记企业"},
    Translation{"grant_key", "grant key", "授予密钥"},
    Translation{"revoke_key", "revoke key", "撤销密钥"},
    Translation{"suspend", "suspend", "暂停"},
    Translation{"reinstate", "reinstate", "恢复"},
    Translation{"set_target", "set target", "设定目标"},
    Translation{"scrap_vehicle", "scrap vehicle", "整车报废"},
    Translation{"retire", "retire", "退役"},
    Translation{"bring_in", "bring in", "期初或外来"},
    Translation{"identify", "identify", "编码更正"},
    Translation{"weigh", "weigh", "称重"},
    Translation{"inspect", "inspect", "检测"},
    Translation{"dispatch", "dispatch", "出库"},
    Translation{"receive", "receive", "入库"},
    Translation{"dismantle", "dismantle", "拆解"},
    Translation{"repurpose", "repurpose", "梯次利用"},
    Translation{"process", "process", "再生利用"},
    Translation{"deliver", "deliver", "交付"},
    Translation{"dispose", "dispose", "处置"},
    Translation{"report_missing", "report missing", "报失"},
    Translation{"correct", "correct", "更正"},
    Translation{"approve", "approve", "确认"},
    Translation{"object", "object", "异议"},
    Translation{"attest", "attest", "证明"},
    Translation{"rotate_ledger_key", "rotate ledger key", "更换账本密钥"},
    Translation{"restored", "restored", "账本恢复"},
    Translation{"put_back_to", "put back to size", "恢复至记录数"},
    Translation{"lost", "lost", "丢失"},
};

std::string text_of(const json& event, const char* member) {
  const auto at = event.find(member);
  if (at == event.end()) return "";
  return at->is_string() ? at->get<std::string>() : at->dump();
}

std::int64_t mass_of(const json& item) {
  for (const char* member : {"mass_g", "received_g"})
    if (item.contains(member)) return item[member].get<std::int64_t>();
  return 0;
}

bool is_about(const json& item, const Names& names) {
  const auto has = [&](const char* member) {
    const std::string id = text_of(item, member);
    return !id.empty() && std::find(names.begin(), names.end(), id) != names.end();
  };
  return has("unit") || has("lot");
}

/// The elements of some lists of an event that are objects.
std::vector<json> things_in(const json& event, std::initializer_list<const char*> members) {
  std::vector<json> things;
  for (const char* member : members)
    if (const auto list = event.find(member); list != event.end() && list->is_array())
      for (const json& item : *list)
        if (item.is_object()) things.push_back(item);
  return things;
}

std::int64_t sum_of(const std::vector<json>& things, const char* member) {
  std::int64_t sum_g = 0;
  for (const json& thing : things) sum_g += thing.value(member, std::int64_t{0});
  return sum_g;
}

std::int64_t mass_of(const std::vector<json>& things) {
  std::int64_t sum_g = 0;
  for (const json& thing : things) sum_g += mass_of(thing);
  return sum_g;
}

/// The item asked for, or all of them when it is not named among them.
std::vector<json> items_about(const json& event, const Names& about) {
  std::vector<json> items = things_in(event, {"items"});
  const auto own = std::find_if(items.begin(), items.end(),
                                [&](const json& item) { return is_about(item, about); });
  if (own != items.end()) return {*own};
  return items;
}

/// The items' mass, or that of the one asked for, followed by how many there are.
std::string items_words(const std::vector<json>& items) {
  std::string said = kilograms(mass_of(items));
  if (items.size() > 1) said += " (" + std::to_string(items.size()) + ')';
  return said;
}

std::string joined(std::initializer_list<std::string> parts) {
  std::string said;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!said.empty()) said += ", ";
    said += part;
  }
  return said;
}

std::string party_words(const json& event, const Names& about, const char* side, Language l) {
  const std::string name = text_of(event, side);
  const std::vector<json> items = items_about(event, about);
  const std::int64_t refused_g = sum_of(items, "refused_g");
  std::string said = joined(
      {items_words(items), name.empty() ? "" : word(side, l) + ' ' + name,
       event.contains("transfer") ? word("slip", l) + ' ' + text_of(event, "transfer") : ""});
  if (refused_g == 0) return said;
  return joined({said, word("accepted", l) + ' ' + kilograms(sum_of(items, "accepted_g")),
                 word("refused", l) + ' ' + kilograms(refused_g),
                 items.size() == 1 ? text_of(items.front(), "reason") : ""});
}

/// One side of a balance: the share of the thing asked for, if it is not the whole of it.
std::string side_words(const std::vector<json>& things, const Names& about, Language l) {
  const std::int64_t whole_g = mass_of(things);
  for (const json& thing : things)
    if (things.size() > 1 && is_about(thing, about))
      return kilograms(mass_of(thing)) + ' ' + word("of", l) + ' ' + kilograms(whole_g);
  return kilograms(whole_g);
}

std::string work_words(const json& event, const Names& about, Language l) {
  std::vector<json> outputs = things_in(event, {"units", "lots", "outputs"});
  if (event.contains("mass_g")) outputs.push_back(event);
  return joined({text_of(event, "step"), text_of(event, "route"),
                 side_words(things_in(event, {"inputs", "added"}), about, l) + " → " +
                     side_words(outputs, about, l),
                 word("loss", l) + ' ' + kilograms(event.value("loss_g", std::int64_t{0}))});
}

std::string deed_words(const json& event) {
  return joined({text_of(event, "subject"), text_of(event, "name"), text_of(event, "key"),
                 text_of(event, "year"), text_of(event, "bound") + text_of(event, "mass_t"),
                 text_of(event, "origin"), text_of(event, "certificate"), text_of(event, "battery"),
                 text_of(event, "entry"), text_of(event, "result"), text_of(event, "reason")});
}

/// NAME+KEYID of a vkey: what tells it from others; the key itself would hide the rest.
std::string short_key(const std::string& vkey) {
  return vkey.substr(0, vkey.find('+', vkey.find('+') + 1));
}

std::string restored_words(const json& event, Language l) {
  const auto size = event.value("size", std::int64_t{0});
  const auto lost = event.value("lost_size", size) - size;
  return joined({word("put_back_to", l) + ' ' + grouped(size),
                 lost > 0 ? word("lost", l) + ' ' + grouped(lost) : ""});
}

}  // namespace

std::optional<std::int64_t> mass_used(const json& event, const Names& about) {
  for (const json& thing : things_in(event, {"inputs", "items"}))
    if (is_about(thing, about)) return mass_of(thing);
  return std::nullopt;
}

std::string word(std::string_view name, Language language) {
  const auto* found = std::find_if(catalogue.begin(), catalogue.end(),
                                   [&](const Translation& t) { return t.name == name; });
  if (found == catalogue.end()) return std::string(name);
  return std::string(language == Language::zh ? found->zh : found->en);
}

std::string event_words(const json& event, const Names& about, Language language) {
  const std::string type = text_of(event, "type");
  if (type == "retire")
    return joined({kilograms(mass_of(event)), text_of(event, "chemistry"),
                   text_of(event, "level") + text_of(event, "material"), text_of(event, "source")});
  if (type == "dispatch" || type == "deliver")
    return joined({party_words(event, about, "to", language), text_of(event, "purpose"),
                   text_of(event, "country")});
  if (type == "receive" || type == "bring_in")
    return joined({party_words(event, about, "from", language), text_of(event, "reason")});
  if (type == "dismantle" || type == "repurpose" || type == "process")
    return work_words(event, about, language);
  if (type == "weigh" || type == "dispose" || type == "report_missing")
    return joined({items_words(items_about(event, about)), text_of(event, "operation"),
                   text_of(event, "kind"), text_of(event, "reason")});
  if (type == "inspect")
    return joined(
        {text_of(event, "decision"), text_of(event, "method"),
         event.contains("soh_permille") ? "SoH " + text_of(event, "soh_permille") + " ‰" : ""});
  if (type == "rotate_ledger_key")
    return short_key(text_of(event, "old_key")) + " → " + short_key(text_of(event, "new_key"));
  if (type == "restored") return restored_words(event, language);
  if (type == "identify") return joined({text_of(event, "code"), text_of(event, "reason")});
  return deed_words(event);
}

}  // namespace cli
