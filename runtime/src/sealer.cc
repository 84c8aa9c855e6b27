#include "sealer.h"

#include <algorithm>
#include <utility>

#include "bylaw/ledger/canonical_json.h"
#include "bylaw/vm/limits.h"

namespace bylaw::runtime {
namespace {

using ledger::ErrorCode;
using ledger::Field;

ledger::MemberPath PathOf(const vm::Module& module, const vm::FactRow& fact) {
  ledger::MemberPath path;
  for (const uint32_t id : module.indices(fact.path)) path.emplace_back(module.string(id));
  return path;
}

}  // namespace

ledger::Result<std::optional<Sealer>> Sealer::For(const vm::Module& module,
                                                  const PersonalOptions& options) {
  std::vector<ledger::MemberPath> params;
  std::vector<ledger::MemberPath> context;
  bool personal = false;
  for (uint32_t id = 0; id < module.fact_count(); ++id) {
    const vm::FactRow& fact = module.fact_row(vm::FactId{id});
    personal |= (fact.flags & vm::kFactPersonal) != 0;
    if ((fact.flags & vm::kFactMark) == 0) continue;
    (fact.source == vm::Source::kParams ? params : context).push_back(PathOf(module, fact));
  }
  if (!personal) return std::optional<Sealer>();
  const std::string name(module.id());
  if (params.empty() && context.empty()) {
    return ledger::Fail(ErrorCode::kInvalidArgument,
                        "the module of " + name +
                            " says that facts are personal, but not where they stand: compile it "
                            "anew");
  }
  if (options.vault == nullptr) {
    return ledger::Fail(ErrorCode::kInvalidArgument,
                        name +
                            " marks facts as personal, and these are not written to a ledger: "
                            "name a vault for them (--vault DIR --vault-key FILE)");
  }
  auto subject = ledger::ParseJsonPointer(options.subject);
  if (!subject) {
    return ledger::Fail(
        ErrorCode::kInvalidArgument,
        "the subject " + options.subject + " is no JSON Pointer such as /context/customer_id");
  }
  Sealer sealer(*options.vault, std::move(*subject));
  sealer.params_ = std::move(params);
  sealer.context_ = std::move(context);
  return std::optional(std::move(sealer));
}

vault::SubjectId Sealer::SubjectOf(std::string_view request) const {
  const std::string_view value = ledger::ValueAt(request, subject_);
  const bool is_text = value.starts_with('"');
  const bool is_number =
      !value.empty() && (value.front() == '-' || (value.front() >= '0' && value.front() <= '9'));
  const std::string name = is_text ? ledger::DecodeJsonString(value) : std::string(value);
  if ((is_text || is_number) && !name.empty()) return vault_->Subject(name);
  return vault::Vault::NewSubject();
}

ledger::Result<std::string> Sealer::SealMember(std::string_view request, const char* member,
                                               Field field,
                                               const std::vector<ledger::MemberPath>& marks,
                                               SealedRequest& sealed) const {
  const std::string_view object = ledger::ValueAt(request, ledger::MemberPath{member});
  if (!object.starts_with('{')) return std::string(object);
  return ledger::ReplaceAt(
      object, marks, [&](const ledger::MemberPath& place, std::string_view value) {
        sealed.places.push_back(ledger::JsonPointer(ledger::PlaceInRecord(field, place)));
        const ledger::Opening& opening =
            sealed.openings.emplace_back(ledger::Opening::Of(std::string(value)));
        return ledger::Result<std::string>(ledger::PersonalDigestText(opening.digest()));
      });
}

SealedRequest Sealer::Seal(std::string_view request) const {
  SealedRequest sealed;
  const auto fail = [&](const ledger::Error& error) {
    sealed.error = error;
    sealed.error->message = "its personal values could not be put away: " + error.message;
    sealed.openings.clear();
  };
  if (request.size() > vm::kRequestBytesMax) {
    fail({ErrorCode::kInvalidJson, "too long to be a request"});
    return sealed;
  }
  const auto canonical = ledger::Canonicalize(request);
  if (!canonical || !canonical->starts_with('{')) {
    fail(canonical ? ledger::Error{ErrorCode::kInvalidJson, "not a JSON object"}
                   : canonical.error());
    return sealed;
  }
  auto params = SealMember(*canonical, "params", Field::action_params, params_, sealed);
  auto context = SealMember(*canonical, "context", Field::context, context_, sealed);
  if (!params || !context) {
    fail(params ? context.error() : params.error());
    return sealed;
  }
  sealed.params = std::move(*params);
  sealed.context = std::move(*context);
  std::sort(sealed.places.begin(), sealed.places.end());
  if (sealed.openings.empty()) return sealed;
  sealed.subject = SubjectOf(*canonical);
  if (auto done = vault_->Put(sealed.subject, sealed.openings); !done) fail(done.error());
  return sealed;
}

ledger::Result<ledger::Hash> Sealer::SealDigest(const ledger::Hash& request_sha256) const {
  const ledger::Opening opening = ledger::Opening::Of(ledger::PersonalDigestText(request_sha256));
  if (auto done = vault_->Put(vault::Vault::NewSubject(), {&opening, 1}); !done) {
    return tl::unexpected<ledger::Error>(done.error());
  }
  return opening.digest();
}

void Sealer::Forget(const SealedRequest& sealed) const {
  // Where this fails the vault takes nothing more, and nothing more is decided.
  if (!sealed.openings.empty()) (void)vault_->Forget(sealed.subject, sealed.openings);
}

ledger::Result<std::string> Unsealed(const ledger::RecordView& record, Field field,
                                     std::string_view sealed, vault::Vault* vault) {
  return ledger::ReplacePersonal(
      record, field, sealed,
      [&](const ledger::MemberPath& place, std::string_view value) -> ledger::Result<std::string> {
        const std::string pointer = ledger::JsonPointer(place);
        if (vault == nullptr) {
          return ledger::Fail(ErrorCode::kNotFound,
                              "what was at " + pointer + " is personal: name its vault");
        }
        const auto digest = ledger::PersonalDigest(value);
        if (!digest) {
          return ledger::Fail(ErrorCode::kCorrupt,
                              pointer + " has no digest but " + std::string(value));
        }
        auto opening = vault->Get(*digest);
        if (opening) return std::move(opening->value);
        return ledger::Fail(opening.error().code, pointer + ": " + opening.error().message);
      });
}

}  // namespace bylaw::runtime
