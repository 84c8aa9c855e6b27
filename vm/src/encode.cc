// From an image to the bytes of a module.

#include <algorithm>
#include <cstring>
#include <string>

#include "bylaw/vm/costs.h"
#include "bylaw/vm/image.h"
#include "module_data.h"
#include "verifier.h"

namespace bylaw::vm {
namespace {

constexpr size_t kAlignment = 16;

class Writer {
 public:
  Writer() : bytes_(sizeof(Header), '\0') {
    std::memcpy(header_.magic, kModuleMagic, sizeof kModuleMagic);
    header_.format_version = kFormatVersion;
    header_.header_bytes = sizeof(Header);
  }

  template <typename T>
  void Add(const std::vector<T>& rows) {
    AddBytes({reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(T)});
  }

  void AddBytes(std::string_view section) {
    bytes_.resize((bytes_.size() + kAlignment - 1) / kAlignment * kAlignment);
    header_.sections[next_++] = {static_cast<uint32_t>(bytes_.size()),
                                 static_cast<uint32_t>(section.size())};
    bytes_.append(section);
  }

  std::string Finish() {
    header_.file_bytes = static_cast<uint32_t>(bytes_.size());
    std::memcpy(bytes_.data(), &header_, sizeof header_);
    Reseal(bytes_);
    return std::move(bytes_);
  }

 private:
  Header header_{};
  uint32_t next_ = 0;
  std::string bytes_;
};

// No table finds both of two names that are equal; the verifier refuses them.
bool AreDistinct(std::vector<std::string_view> names) {
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

std::vector<uint32_t> HashSection(const ModuleImage& image) {
  if (!image.hash.empty()) return image.hash;
  std::vector<std::string_view> names;
  for (const ActionRow& action : image.actions) {
    const bool known = action.name < image.strings.size();  // Else the verifier refuses it.
    names.push_back(known ? std::string_view(image.strings[action.name]) : "");
  }
  const PerfectHash hash = AreDistinct(names) ? BuildPerfectHash(names) : PerfectHash{};
  std::vector<uint32_t> words(sizeof(HashRow) / sizeof(uint32_t));
  std::memcpy(words.data(), &hash.row, sizeof(HashRow));
  words.insert(words.end(), hash.displacements.begin(), hash.displacements.end());
  words.insert(words.end(), hash.slots.begin(), hash.slots.end());
  return words;
}

Header& HeaderOf(std::string& bytes) {
  return *reinterpret_cast<Header*>(bytes.data());
}

// Whether a host without limits would find the module sound. `bytes` are those of a string,
// aligned.
bool Prove(const std::string& bytes, FunctionTable functions, Proof& proof,
           Costs* costs = nullptr) {
  ModuleView view;
  HostLimits any;
  any.loose = true;
  any.steps_max = any.arena_bytes = kNone;
  return !VerifyLayout(bytes, view) && !VerifyRows(view, functions, any, proof) &&
         !VerifyCode(view, functions, proof, costs);
}

// What the verifier proves of the code; nothing proved, nothing claimed.
void Claim(std::string& bytes, FunctionTable functions) {
  Proof proof;
  if (!Prove(bytes, functions, proof)) return;
  HeaderOf(bytes).steps_max = proof.steps_max;
  HeaderOf(bytes).arena_max = proof.arena_max;
  Reseal(bytes);
}

}  // namespace

std::string Encode(const ModuleImage& image, FunctionTable functions) {
  std::vector<StringRow> strings;
  std::string text;
  for (const std::string& string : image.strings) {
    strings.push_back({static_cast<uint32_t>(text.size()), static_cast<uint32_t>(string.size())});
    text += string;
  }
  Writer writer;
  writer.Add(std::vector<PolicyRow>{image.policy});
  writer.Add(strings);
  writer.AddBytes(text);
  writer.Add(image.constants);
  writer.Add(image.wide);
  writer.Add(image.indices);
  writer.Add(image.types);
  writer.Add(image.fields);
  writer.Add(image.facts);
  writer.Add(image.actions);
  writer.Add(HashSection(image));
  writer.Add(image.patterns);
  writer.Add(image.rules);
  writer.Add(image.blocks);
  writer.Add(image.block_rules);
  writer.Add(image.conditions);
  writer.Add(image.reason_parts);
  writer.Add(image.code);
  writer.Add(image.edges);
  writer.Add(image.imports);
  writer.Add(image.calls);
  writer.AddBytes(image.about);
  writer.AddBytes(image.source);
  std::string bytes = writer.Finish();
  Claim(bytes, functions);
  return bytes;
}

std::optional<Costs> MeasureCosts(std::string_view bytes, FunctionTable functions) {
  Costs costs;
  Proof proof;
  if (!Prove(std::string(bytes), functions, proof, &costs)) return std::nullopt;
  return costs;
}

void Reseal(std::string& module_bytes) {
  if (module_bytes.size() < sizeof(Header)) return;
  constexpr size_t kSealed = offsetof(Header, steps_max);
  const XXH128_hash_t checksum =
      XXH3_128bits(module_bytes.data() + kSealed, module_bytes.size() - kSealed);
  HeaderOf(module_bytes).checksum_low = checksum.low64;
  HeaderOf(module_bytes).checksum_high = checksum.high64;
}

}  // namespace bylaw::vm
