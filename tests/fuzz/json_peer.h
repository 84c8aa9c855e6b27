// Another reader of JSON (nlohmann), for targets that read JSON: what it makes of a text, and what
// in it is stricter in I-JSON than there.

#ifndef BYLAW_TESTS_FUZZ_JSON_PEER_H_
#define BYLAW_TESTS_FUZZ_JSON_PEER_H_

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bylaw::fuzz {

struct PeerJson {
  nlohmann::json value;     // Discarded where the text is not JSON.
  bool duplicates = false;  // A name stands twice in one object.
  bool zeros = false;       // A number is zero, perhaps only because a double cannot be as small.
  int depth = 0;            // Levels of objects and lists.

  bool is_json() const { return !value.is_discarded(); }
};

inline PeerJson ReadByPeer(std::string_view text) {
  using Json = nlohmann::json;
  PeerJson peer;
  // The peer skips a byte order mark, and takes a zero byte for the end.
  if (text.starts_with("\xef\xbb\xbf") || text.find('\0') != std::string_view::npos) {
    peer.value = Json(Json::value_t::discarded);
    return peer;
  }
  std::vector<std::set<std::string>> names;
  int depth = 0;
  const auto see = [&](int, Json::parse_event_t event, Json& parsed) {
    switch (event) {
      case Json::parse_event_t::object_start:
        names.emplace_back();
        [[fallthrough]];
      case Json::parse_event_t::array_start:
        peer.depth = std::max(peer.depth, ++depth);
        break;
      case Json::parse_event_t::object_end:
        names.pop_back();
        [[fallthrough]];
      case Json::parse_event_t::array_end:
        --depth;
        break;
      case Json::parse_event_t::key:
        peer.duplicates |= !names.back().insert(parsed.get<std::string>()).second;
        break;
      case Json::parse_event_t::value:
        peer.zeros |= parsed.is_number_float() && parsed.get<double>() == 0;
        break;
    }
    return true;
  };
  peer.value = Json::parse(text, see, false);
  return peer;
}

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_JSON_PEER_H_
