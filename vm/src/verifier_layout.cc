// The verifier's first part: header, sections, checksum.

#include <cstring>

#include "bylaw/vm/limits.h"
#include "verifier.h"

namespace bylaw::vm {
namespace {

constexpr uint32_t kAlignment = 16;
constexpr uint32_t kKnownFeatures = 0;

Finding RefuseFile(VerifyError code) {
  return Refuse(code, SectionKind::kCount, 0);
}

constexpr uint16_t Swapped(uint16_t word) {
  return static_cast<uint16_t>(word << 8 | word >> 8);
}

Finding VerifyHeader(std::string_view bytes, const Header& header) {
  if (std::memcmp(header.magic, kModuleMagic, sizeof kModuleMagic) != 0)
    return RefuseFile(VerifyError::kMagic);
  if (Swapped(header.format_version) == kFormatVersion &&
      Swapped(header.header_bytes) == sizeof(Header)) {
    return RefuseFile(VerifyError::kByteOrder);
  }
  if (header.format_version != kFormatVersion) return RefuseFile(VerifyError::kVersion);
  if ((header.required_features & ~kKnownFeatures) != 0) return RefuseFile(VerifyError::kFeature);
  if (header.header_bytes != sizeof(Header)) return RefuseFile(VerifyError::kLayout);
  if (header.file_bytes != bytes.size()) return RefuseFile(VerifyError::kFileSize);
  const size_t sealed = offsetof(Header, steps_max);
  const XXH128_hash_t checksum = XXH3_128bits(bytes.data() + sealed, bytes.size() - sealed);
  if (checksum.low64 != header.checksum_low || checksum.high64 != header.checksum_high) {
    return RefuseFile(VerifyError::kChecksum);
  }
  return std::nullopt;
}

// Walks the sections in order; they follow one another, each at the next aligned offset.
class SectionWalk {
 public:
  SectionWalk(std::string_view bytes, const Header& header) : bytes_(bytes), header_(header) {}

  // The next section as rows of T. After a finding, nothing.
  template <typename T>
  std::span<const T> Next() {
    const std::string_view raw = NextBytes();
    if (raw.size() % sizeof(T) != 0) Fail(VerifyError::kRowSize);
    if (finding_) return {};
    return {reinterpret_cast<const T*>(raw.data()), raw.size() / sizeof(T)};
  }

  std::string_view NextBytes() {
    if (finding_) return {};
    const SectionRow& section = header_.sections[kind_++];
    const uint64_t begin = (uint64_t{end_} + kAlignment - 1) / kAlignment * kAlignment;
    if (section.offset != begin || begin + section.bytes > bytes_.size()) {
      Fail(VerifyError::kLayout);
      return {};
    }
    const std::string_view padding = bytes_.substr(end_, section.offset - end_);
    if (padding.find_first_not_of('\0') != std::string_view::npos) Fail(VerifyError::kPadding);
    end_ = section.offset + section.bytes;
    return bytes_.substr(section.offset, section.bytes);
  }

  Finding Finish() {
    if (!finding_ && end_ != bytes_.size()) return RefuseFile(VerifyError::kLayout);
    return finding_;
  }

  void Fail(VerifyError code) {
    if (!finding_) finding_ = Refuse(code, static_cast<SectionKind>(kind_ == 0 ? 0 : kind_ - 1), 0);
  }

 private:
  std::string_view bytes_;
  const Header& header_;
  uint32_t kind_ = 0;
  size_t end_ = sizeof(Header);  // Of the section before; never behind the bytes.
  Finding finding_;
};

// A HashRow, its displacements, its slots; an empty table is a HashRow alone.
void ReadHash(std::span<const uint32_t> words, SectionWalk& walk, PerfectHashView& hash) {
  constexpr size_t kRowWords = sizeof(HashRow) / sizeof(uint32_t);
  if (words.size() < kRowWords) return walk.Fail(VerifyError::kLayout);
  std::memcpy(&hash.row, words.data(), sizeof(HashRow));
  const uint64_t needed = uint64_t{hash.row.bucket_count} + hash.row.slot_count;
  if (words.size() - kRowWords != needed) return walk.Fail(VerifyError::kLayout);
  if (hash.row.bucket_count > 0 && hash.row.slot_count == 0) return walk.Fail(VerifyError::kHash);
  hash.displacements = words.data() + kRowWords;
  hash.slots = hash.displacements + hash.row.bucket_count;
}

}  // namespace

Finding VerifyLayout(std::string_view bytes, ModuleView& view) {
  if (bytes.size() < sizeof(Header)) return RefuseFile(VerifyError::kTooShort);
  if (bytes.size() > kModuleBytesMax) return RefuseFile(VerifyError::kTooLarge);
  const auto& header = *reinterpret_cast<const Header*>(bytes.data());
  if (Finding finding = VerifyHeader(bytes, header)) return finding;

  SectionWalk walk(bytes, header);
  view.header = &header;
  const std::span<const PolicyRow> policy = walk.Next<PolicyRow>();
  if (policy.size() != 1) walk.Fail(VerifyError::kPolicy);
  view.policy = policy.data();
  view.strings = walk.Next<StringRow>();
  view.text = walk.NextBytes();
  view.constants = walk.Next<ConstantRow>();
  view.wide = walk.Next<WideRow>();
  view.indices = walk.Next<uint32_t>();
  view.types = walk.Next<TypeRow>();
  view.fields = walk.Next<FieldRow>();
  view.facts = walk.Next<FactRow>();
  view.actions = walk.Next<ActionRow>();
  ReadHash(walk.Next<uint32_t>(), walk, view.hash);
  view.patterns = walk.Next<PatternRow>();
  view.rules = walk.Next<RuleRow>();
  view.blocks = walk.Next<BlockRow>();
  view.block_rules = walk.Next<BlockRuleRow>();
  view.conditions = walk.Next<ConditionRow>();
  view.reason_parts = walk.Next<ReasonPartRow>();
  view.code = walk.Next<Instruction>();
  view.edges = walk.Next<EdgeRow>();
  view.imports = walk.Next<ImportRow>();
  view.calls = walk.Next<CallRow>();
  view.about = walk.NextBytes();
  view.source = walk.NextBytes();
  return walk.Finish();
}

}  // namespace bylaw::vm
