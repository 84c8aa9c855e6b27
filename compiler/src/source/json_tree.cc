#include "source/json_tree.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "bylaw/compiler/yaml.h"
#include "source/concat.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

using Kind = JsonTree::Kind;

// The events of the parser; false stops it.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit TreeBuilder(std::string_view bytes) : bytes_(bytes) {}

  JsonReading Take() {
    if (!reading_.mistake.empty()) return std::move(reading_);
    reading_.tree = std::move(root_);
    return std::move(reading_);
  }

  bool null() override { return Add(Kind::kNull, {}) != nullptr; }
  bool boolean(bool value) override {
    return Add(Kind::kBool, value ? "true" : "false") != nullptr;
  }
  bool number_integer(number_integer_t value) override {
    return Add(Kind::kNumber, std::to_string(value)) != nullptr;
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Add(Kind::kNumber, std::to_string(value)) != nullptr;
  }
  bool number_float(number_float_t, const string_t& text) override {
    return Add(Kind::kNumber, text) != nullptr;
  }
  bool string(string_t& text) override { return Add(Kind::kString, std::move(text)) != nullptr; }
  bool binary(binary_t&) override { return false; }
  bool start_object(size_t) override { return Open(Kind::kObject); }
  bool start_array(size_t) override { return Open(Kind::kArray); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& text) override {
    std::vector<std::string>& keys = open_.back()->keys;
    if (!seen_.back().insert(text).second) {
      return Fail(Concat({"has the member ", Named(text), " twice in one object"}),
                  "keep one of the two");
    }
    keys.push_back(std::move(text));
    return true;
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::json::exception& error) override {
    const auto end = static_cast<std::ptrdiff_t>(std::min(position, bytes_.size()));
    const auto line = 1 + std::count(bytes_.begin(), bytes_.begin() + end, '\n');
    const std::string_view what = error.what();
    const bool overflow = what.find("number overflow") != what.npos;
    return Fail(Concat({"is no JSON from line ", std::to_string(line), " on"}),
                overflow ? "a number is larger than any that can be compared"
                         : "correct it; a JSON checker shows the exact place");
  }

 private:
  // The new value in its place.
  JsonTree* Add(Kind kind, std::string text) {
    JsonTree& place = open_.empty() ? root_ : open_.back()->items.emplace_back();
    place.kind = kind;
    place.text = std::move(text);
    return &place;
  }
  bool Open(Kind kind) {
    if (open_.size() == kYamlDepthMax) {
      return Fail(Concat({"is nested more than ", std::to_string(kYamlDepthMax), " levels deep"}),
                  "write it flatter");
    }
    // What is open is the last item of what is open around it, which grows only after it.
    open_.push_back(Add(kind, {}));
    seen_.emplace_back();
    return true;
  }
  bool Close() {
    open_.pop_back();
    seen_.pop_back();
    return true;
  }
  bool Fail(std::string mistake, std::string_view help) {
    if (reading_.mistake.empty()) {
      reading_.mistake = std::move(mistake);
      reading_.help = help;
    }
    return false;
  }

  std::string_view bytes_;
  JsonReading reading_;
  JsonTree root_;
  std::vector<JsonTree*> open_;
  std::vector<std::set<std::string>> seen_;  // Keys of each that is open.
};

}  // namespace

const JsonTree* JsonTree::Find(std::string_view key) const {
  const auto at = std::find(keys.begin(), keys.end(), key);
  return at == keys.end() ? nullptr : &items[static_cast<size_t>(at - keys.begin())];
}

JsonReading ReadJson(std::string_view bytes) {
  TreeBuilder builder(bytes);
  nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &builder);
  return builder.Take();
}

}  // namespace bylaw::compiler
