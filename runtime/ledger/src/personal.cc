#include "bylaw/ledger/personal.h"

#include <algorithm>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/canonical_json.h"
#include "bylaw/ledger/host.h"
#include "json_text.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

// One member of a canonical object, as it is spelt.
struct Member {
  std::string_view name;
  std::string_view value;
};

// Takes the next member off `rest`, which begins behind the object's brace; false at its end.
bool NextMember(std::string_view& rest, Member& member) {
  if (!rest.starts_with('"')) return false;
  member.name = rest.substr(0, ValueLength(rest));
  rest.remove_prefix(member.name.size() + 1);  // And the colon.
  member.value = rest.substr(0, ValueLength(rest));
  rest.remove_prefix(std::min(member.value.size() + 1, rest.size()));  // And the comma or brace.
  return true;
}

class Rewriter {
 public:
  explicit Rewriter(const Replacement& replacement) : replacement_(replacement) {}

  // `paths` lead through this object, to what lies below it.
  Result<void> Write(std::string_view object,
                     const std::vector<std::span<const std::string>>& paths) {
    std::string_view rest = object.substr(1);
    out_ += '{';
    Member member;
    for (bool first = true; NextMember(rest, member); first = false) {
      if (!first) out_ += ',';
      out_.append(member.name).append(":");
      if (auto done = WriteValue(member, paths); !done) return done;
    }
    out_ += '}';
    return {};
  }

  std::string&& Take() { return std::move(out_); }

 private:
  Result<void> WriteValue(const Member& member,
                          const std::vector<std::span<const std::string>>& paths) {
    const std::string name = DecodeString(member.name);
    std::vector<std::span<const std::string>> below;
    bool ends_here = false;
    for (const std::span<const std::string> path : paths) {
      if (path.front() != name) continue;
      below.push_back(path.subspan(1));
      ends_here |= path.size() == 1;
    }
    if (below.empty()) {
      out_ += member.value;
      return {};
    }
    place_.push_back(name);
    if (!ends_here && member.value.starts_with('{')) {
      if (auto done = Write(member.value, below); !done) return done;
    } else {
      auto text = replacement_(place_, member.value);
      if (!text) return tl::unexpected<Error>(std::move(text.error()));
      out_ += *text;
    }
    place_.pop_back();
    return {};
  }

  const Replacement& replacement_;
  MemberPath place_;
  std::string out_;
};

constexpr std::string_view kPointer = "{\"pointer\":";
constexpr std::string_view kSalt = ",\"salt\":\"";
constexpr std::string_view kValue = "\",\"value\":";

// One line of an openings file, without its newline.
bool ParseOpening(std::string_view line, Openings& openings) {
  constexpr std::size_t kSaltDigits = 2 * sizeof(Salt);
  if (!IsCanonical(line) || !line.starts_with(kPointer)) return false;
  line.remove_prefix(kPointer.size());
  const std::string_view pointer = line.substr(0, ValueLength(line));
  line.remove_prefix(pointer.size());
  if (!pointer.starts_with('"') || !line.starts_with(kSalt)) return false;
  line.remove_prefix(kSalt.size());
  Opening opening;
  if (line.size() < kSaltDigits || !ParseHex(line.substr(0, kSaltDigits), opening.salt)) {
    return false;
  }
  line.remove_prefix(kSaltDigits);
  if (!line.starts_with(kValue)) return false;
  line.remove_prefix(kValue.size());
  opening.value = line.substr(0, ValueLength(line));
  return line.substr(opening.value.size()) == "}" &&
         openings.emplace(DecodeString(pointer), std::move(opening)).second;
}

// The values in a record and its blobs, each of which is read once, when something in it is wanted.
class Values {
 public:
  Values(const RecordView& record, const std::string& directory, const ReadOptions& options)
      : record_(record), directory_(directory), options_(options) {}

  // What stands at a place; empty: nothing.
  Result<std::string_view> At(std::string_view pointer) {
    const auto path = ParseJsonPointer(pointer);
    if (!path || path->empty()) return std::string_view();
    for (const BlobMember& member : kBlobMembers) {
      if (path->front() != FieldName(member.object)) continue;
      const auto [at, first] = objects_.try_emplace(member.object);
      if (first) at->second = ReadObject(record_, member.object, directory_, options_);
      if (!at->second) return tl::unexpected<Error>(at->second.error());
      return ValueAt(*at->second, std::span(*path).subspan(1));
    }
    return ValueAt(record_.line(), *path);
  }

 private:
  const RecordView& record_;
  const std::string& directory_;
  const ReadOptions& options_;
  std::map<Field, Result<std::string>> objects_;
};

}  // namespace

Opening Opening::Of(std::string value) {
  Opening opening;
  Host::System().Random(opening.salt);
  opening.value = std::move(value);
  return opening;
}

Hash Opening::digest() const {
  std::string bytes(AsText(salt));
  return HashOf(bytes.append(value));
}

std::string JsonPointer(std::span<const std::string> path) {
  std::string pointer;
  for (const std::string& name : path) {
    pointer += '/';
    for (const char c : name) {
      if (c == '~' || c == '/') {
        pointer += c == '~' ? "~0" : "~1";
      } else {
        pointer += c;
      }
    }
  }
  return pointer;
}

std::optional<MemberPath> ParseJsonPointer(std::string_view pointer) {
  MemberPath path;
  if (!pointer.empty() && pointer.front() != '/') return std::nullopt;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    const char c = pointer[i];
    if (c == '/') {
      path.emplace_back();
    } else if (c != '~') {
      path.back() += c;
    } else {
      const char escaped = i + 1 < pointer.size() ? pointer[i + 1] : '\0';
      if (escaped != '0' && escaped != '1') return std::nullopt;
      path.back() += escaped == '0' ? '~' : '/';
      ++i;
    }
  }
  return path;
}

std::string_view ValueAt(std::string_view object, std::span<const std::string> path) {
  std::string_view value = object;
  for (const std::string& name : path) {
    if (!value.starts_with('{')) return {};
    std::string_view rest = value.substr(1);
    value = {};
    for (Member member; value.empty() && NextMember(rest, member);) {
      if (DecodeString(member.name) == name) value = member.value;
    }
  }
  return value;
}

Result<std::string> ReplaceAt(std::string_view object, std::span<const MemberPath> paths,
                              const Replacement& replacement) {
  std::vector<std::span<const std::string>> wanted;
  for (const MemberPath& path : paths) {
    if (!path.empty()) wanted.emplace_back(path);
  }
  Rewriter rewriter(replacement);
  if (auto done = rewriter.Write(object, wanted); !done) {
    return tl::unexpected<Error>(std::move(done.error()));
  }
  return rewriter.Take();
}

std::string OpeningsText(const Openings& openings) {
  std::string text;
  for (const auto& [pointer, opening] : openings) {
    text += kPointer;
    AppendJsonString(pointer, text);
    text += kSalt;
    AppendHex(opening.salt, text);
    text.append(kValue).append(opening.value).append("}\n");
  }
  return text;
}

Result<Openings> ParseOpenings(std::string_view text) {
  Openings openings;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto line = TakeUntil(text, '\n');
    if (!line || !ParseOpening(*line, openings)) {
      return Fail(ErrorCode::kInvalidArgument,
                  "line " + std::to_string(number) +
                      " is no opening as `bylaw ledger reveal` writes them, or is there twice");
    }
  }
  return openings;
}

std::vector<std::string> PersonalPlaces(const RecordView& record) {
  std::vector<std::string> places;
  const std::string_view list = record.raw(Field::personal);
  for (std::string_view rest = list.substr(list.empty() ? 0 : 1); rest.starts_with('"');) {
    const std::string_view item = rest.substr(0, ValueLength(rest));
    places.push_back(DecodeString(item));
    rest.remove_prefix(item.size() + 1);  // And the comma or bracket.
  }
  return places;
}

MemberPath PlaceInRecord(Field member, std::span<const std::string> place) {
  MemberPath whole{std::string(FieldName(member))};
  whole.insert(whole.end(), place.begin(), place.end());
  return whole;
}

std::optional<Hash> PersonalDigest(std::string_view value) {
  if (value.size() < 2 || !value.starts_with('"')) return std::nullopt;
  return ParseDigest(value.substr(1, value.size() - 2));
}

std::string PersonalDigestText(const Hash& digest) {
  return "\"" + DigestText(digest) + "\"";
}

Result<PersonalDigests> ReadPersonalDigests(const RecordView& record, const std::string& directory,
                                            const ReadOptions& options) {
  PersonalDigests digests;
  Values values(record, directory, options);
  for (std::string& pointer : PersonalPlaces(record)) {
    const auto value = values.At(pointer);
    if (!value) return tl::unexpected<Error>(value.error());
    const auto digest = PersonalDigest(*value);
    if (!digest) {
      return Fail(ErrorCode::kCorrupt,
                  "the record lists " + pointer + " as personal, but has no digest there");
    }
    digests.emplace(std::move(pointer), *digest);
  }
  return digests;
}

Result<std::string> ReplacePersonal(const RecordView& record, Field field, std::string_view object,
                                    const Replacement& replacement) {
  const std::string_view top = FieldName(field);
  std::vector<MemberPath> paths;
  for (const std::string& pointer : PersonalPlaces(record)) {
    auto path = ParseJsonPointer(pointer);
    if (!path || path->empty()) {
      return Fail(ErrorCode::kInvalidArgument, "personal has " + pointer + ", which is no place");
    }
    if (path->front() != top) continue;
    path->erase(path->begin());
    if (ValueAt(object, *path).empty() || path->empty()) {
      return Fail(ErrorCode::kInvalidArgument, "there is nothing at " + pointer);
    }
    paths.push_back(std::move(*path));
  }
  if (paths.empty()) return std::string(object);
  return ReplaceAt(object, paths, [&](const MemberPath& place, std::string_view value) {
    return replacement(PlaceInRecord(field, place), value);
  });
}

}  // namespace bylaw::ledger
