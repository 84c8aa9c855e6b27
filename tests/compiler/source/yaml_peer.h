// libfyaml, which reads the same texts as the YAML reader of the compiler.

#ifndef BYLAW_TESTS_COMPILER_SOURCE_YAML_PEER_H_
#define BYLAW_TESTS_COMPILER_SOURCE_YAML_PEER_H_

#include <libfyaml.h>

#include <memory>
#include <string>
#include <string_view>

#include "yaml_dump.h"

namespace bylaw::compiler {

// libfyaml's events as a Dump. "error" where it finds one.
class Peer {
 public:
  explicit Peer(const std::string& text) {
    fy_parse_cfg config{};
    // Flags are or-ed into an enum that has no such values: C's way, which needs a word to the
    // linter. NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange)
    config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG |
                                                   FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE);
    parser_.reset(fy_parser_create(&config));
    fy_diag* diag = fy_parser_get_diag(parser_.get());
    fy_diag_set_collect_errors(diag, true);  // Else they are printed.
    fy_diag_unref(diag);
    fy_parser_set_string(parser_.get(), text.data(), text.size());
  }

  std::string Read() {
    std::string out;
    Next();
    while (event_ != nullptr && event_->type != FYET_STREAM_END) {
      if (event_->type == FYET_STREAM_START || event_->type == FYET_DOCUMENT_START ||
          event_->type == FYET_DOCUMENT_END) {
        Next();
      } else {
        out += ReadNode();
      }
    }
    const bool failed = event_ == nullptr || fy_parser_get_stream_error(parser_.get());
    Next();
    return failed ? "error" : out;
  }

 private:
  void Next() {
    if (event_ != nullptr) fy_parser_event_free(parser_.get(), event_);
    event_ = fy_parser_parse(parser_.get());
  }

  std::string ReadNode() {
    if (event_ == nullptr) return {};
    if (event_->type == FYET_SCALAR) {
      size_t size = 0;
      const char* text = nullptr;
      if (event_->scalar.value != nullptr) text = fy_token_get_text(event_->scalar.value, &size);
      std::string out =
          DumpText(text == nullptr ? std::string_view() : std::string_view(text, size));
      Next();
      return out;
    }
    const bool mapping = event_->type == FYET_MAPPING_START;
    if (!mapping && event_->type != FYET_SEQUENCE_START) {
      Next();
      return "unexpected event";
    }
    const fy_event_type end = mapping ? FYET_MAPPING_END : FYET_SEQUENCE_END;
    std::string out;
    Next();
    while (event_ != nullptr && event_->type != end) {
      out += out.empty() ? "" : ", ";
      out += ReadNode();
      if (mapping) out += ": " + ReadNode();
    }
    Next();
    return mapping ? "{" + out + "}" : "[" + out + "]";
  }

  struct Destroy {
    void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
  };
  std::unique_ptr<fy_parser, Destroy> parser_;
  fy_event* event_ = nullptr;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_TESTS_COMPILER_SOURCE_YAML_PEER_H_
