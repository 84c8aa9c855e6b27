// Lines of a ledger: any text has a canonical form or is refused, as another reader of JSON would
// say; a line that is a record is canonical, and all its members can be read. A file whose ledger
// is good is the one that was written, or its beginning.

#include <fstream>
#include <iterator>
#include <string>

#include "bylaw/ledger/canonical_json.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/segments.h"
#include "bylaw/ledger/verify.h"
#include "fake_host.h"
#include "json_peer.h"
#include "target.h"

namespace bylaw::fuzz {
namespace {

using ledger::Field;

constexpr const char* kGolden = BYLAW_SOURCE_DIR "/tests/ledger/golden/";
constexpr const char* kDirectory = "/audit";

// The ledger that the repository has, and its key.
struct Golden {
  Golden() {
    std::ifstream file(std::string(kGolden) + "00000000000000000000.jsonl", std::ios::binary);
    text = {std::istreambuf_iterator<char>(file), {}};
    Require(!text.empty(), "there is a ledger to compare with");
  }
  std::string text;
  ledger::PublicKey key = *ledger::PublicKey::Load(std::string(kGolden) + "ledger.key.pub");
};

const Golden& TheGolden() {
  static const Golden golden;
  return golden;
}

// Numbers as doubles.
bool Same(const nlohmann::json& a, const nlohmann::json& b) {
  if (a.is_number() && b.is_number()) return a.get<double>() == b.get<double>();
  if (a.type() != b.type() || a.size() != b.size()) return false;
  if (a.is_array()) return std::equal(a.begin(), a.end(), b.begin(), Same);
  if (!a.is_object()) return a == b;
  return std::all_of(a.items().begin(), a.items().end(), [&](const auto& member) {
    return b.contains(member.key()) && Same(member.value(), b[member.key()]);
  });
}

void Canonicalize(std::string_view text) {
  const auto canonical = ledger::Canonicalize(text);
  const PeerJson peer = ReadByPeer(text);
  const bool strict = peer.is_json() && !peer.duplicates && peer.depth <= ledger::kJsonDepthMax;
  Require(strict || !canonical, "what has a canonical form is I-JSON");
  Require(canonical || !strict || peer.zeros, "I-JSON has a canonical form");
  if (!canonical) return;
  Require(ledger::Canonicalize(*canonical) == *canonical && ledger::IsCanonical(*canonical),
          "a canonical form is its own");
  Require(Same(ReadByPeer(*canonical).value, peer.value), "a canonical form has the same values");
}

void ReadMembers(const ledger::RecordView& record) {
#define BYLAW_READ_Text(name) (void)record.text(Field::name)
#define BYLAW_READ_Number(name) \
  Require(record.number(Field::name) <= ledger::kNumberMax, "a number is exact")
#define BYLAW_READ_Time(name)                                                        \
  Require(ledger::ParseTimestamp(ledger::TimestampText(record.time(Field::name))) == \
              record.time(Field::name),                                              \
          "a time has one spelling")
#define BYLAW_READ_Digest(name) (void)record.digest(Field::name)
#define BYLAW_READ_Signature(name) (void)record.signature()
#define BYLAW_READ_Json(name)
#define BYLAW_READ_Texts(name)
#define BYLAW_READ_Rules(name)
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) \
  if (record.has(Field::name)) {                        \
    BYLAW_READ_##type(name);                            \
  }
#include "bylaw/ledger/record_fields.def"
}

// Whether the line is a record.
bool ReadRecord(std::string_view line) {
  const auto record = ledger::RecordView::Parse(line);
  if (!record) return false;
  Require(line.size() <= ledger::kRecordBytesMax, "a record is no longer than allowed");
  Require(ledger::IsCanonical(line), "a record is canonical");
  ReadMembers(*record);
  std::string body;
  record->AppendBody(body);
  Require(ledger::IsCanonical(body), "what is signed is canonical");
  const bool verifies = TheGolden().key.Verifies(body, record->signature());
  Require(!verifies || TheGolden().text.find(line) != std::string::npos,
          "only what was signed verifies");
  return true;
}

void VerifyFile(std::string_view text) {
  static ledger::FakeHost host;
  const std::string path = ledger::SegmentPath(kDirectory);
  if (!host.Exists(path)) (void)host.CreateDirectory(kDirectory);
  host.Write(path, std::string(text));
  ledger::VerifyOptions options;
  options.read.host = &host;
  const auto report = ledger::Verify(kDirectory, TheGolden().key, options);
  if (!report || !report->good()) return;
  // Space kept ready for writing is blank lines.
  const std::string_view written = text.substr(0, text.find_last_not_of('\n') + 1);
  Require(TheGolden().text.starts_with(written), "a ledger that is good is the one written");
}

}  // namespace
}  // namespace bylaw::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bylaw;
  static fuzz::Tally tally("ledger_line");
  tally.Execute();
  const std::string_view text = fuzz::TextOf(data, size);
  fuzz::Canonicalize(text);
  if (fuzz::ReadRecord(text)) tally.Accept();
  (void)ledger::OpenCheckpoint(text, fuzz::TheGolden().key);
  (void)ledger::OpenPlainCheckpoint(text, fuzz::TheGolden().key);
  (void)ledger::PublicKey::Parse(text);
  fuzz::VerifyFile(text);
  return 0;
}
