#include "request_reader.h"

#include <algorithm>

#include "admission.h"
#include "bylaw/vm/pattern.h"
#include "compare.h"
#include "text.h"
#include "timestamp.h"

namespace bylaw::vm {
namespace {

class RequestReader {
 public:
  RequestReader(std::string_view text, bool allow_time, Machine& machine, ReaderMemory& memory,
                Request& request)
      : text_(text),
        allow_time_(allow_time),
        machine_(machine),
        module_(machine.module),
        bindings_(module_.bindings),
        memory_(memory),
        request_(request),
        json_(text, memory.scan, machine.arena,
              {module_.view.policy->string_bytes, module_.view.policy->list_items,
               module_.view.policy->map_items}) {}

  const ActionEntry* Run(int64_t now_micros);

 private:
  // The members of a request, one bit each.
  static constexpr uint32_t kRequestId = 1;
  static constexpr uint32_t kAgentId = 2;
  static constexpr uint32_t kSessionId = 4;
  static constexpr uint32_t kAction = 8;
  static constexpr uint32_t kParams = 16;
  static constexpr uint32_t kContext = 32;
  static constexpr uint32_t kTarget = 64;
  static constexpr uint32_t kTargets = 128;
  static constexpr uint32_t kTime = 256;

  bool Fail(RequestError error) { return json_.Fail(error); }
  bool ReadMembers();
  bool ReadMember(std::string_view name);
  static uint32_t BitOf(std::string_view name);
  bool ReadText(std::string_view& out);
  bool ReadName(std::string_view& out);
  bool ReadTarget();
  bool ReadTargets();
  bool ReadTime();
  bool ReadBound(uint32_t root, std::string_view& text);

  bool BindObject(const BindingTree::Node& node, bool is_params);
  bool BindMember(const BindingTree::Node* child, bool is_params, std::string_view name);
  void BindBelow(const BindingTree::Node& node, const Value& value);
  void RefuseBelow(const BindingTree::Node& node, ValueError error);
  void BindTargets(const BindingTree::Node& node, const Value& value);
  void OpenChildren(const BindingTree::Node& node);

  void BindBuiltIns(int64_t now_micros);
  void SetBuiltIn(Source source, const Value& value);
  void ResolveUndeclared();
  void ApplyFallbacks();
  bool CheckCatalogue();
  bool CheckParameter(const FieldRow& row, const Parameter& parameter);

  std::string_view text_;
  bool allow_time_;
  Machine& machine_;
  const LoadedModule& module_;
  const BindingTree& bindings_;
  ReaderMemory& memory_;
  Request& request_;
  JsonScanner json_;
  uint32_t seen_ = 0;
  uint32_t parameter_count_ = 0;
  const ActionEntry* action_ = nullptr;
};

uint32_t RequestReader::BitOf(std::string_view name) {
  switch (name.size()) {
    case 4:
      return EqualText(name, "time") ? kTime : 0;
    case 6:
      return EqualText(name, "action")   ? kAction
             : EqualText(name, "params") ? kParams
             : EqualText(name, "target") ? kTarget
                                         : 0;
    case 7:
      return EqualText(name, "context") ? kContext : EqualText(name, "targets") ? kTargets : 0;
    case 8:
      return EqualText(name, "agent_id") ? kAgentId : 0;
    case 10:
      return EqualText(name, "request_id")   ? kRequestId
             : EqualText(name, "session_id") ? kSessionId
                                             : 0;
    default:
      return 0;
  }
}

// ------------------------------------------------------------------------------------------------
// members

bool RequestReader::ReadMembers() {
  if (text_.size() > module_.view.policy->request_bytes) return Fail(RequestError::kSize);
  if (json_.Peek() != '{') {
    Value other;
    return json_.ReadShallow(other) && Fail(RequestError::kNotObject);
  }
  JsonScanner::Object object;
  std::string_view name;
  if (!json_.EnterObject(object)) return false;
  while (json_.NextMember(object, name)) {
    if (!ReadMember(name)) return false;
  }
  if (json_.error() != RequestError::kValid) return false;
  if (!json_.AtEnd()) return Fail(RequestError::kTrailing);
  if ((seen_ & kAgentId) == 0) return Fail(RequestError::kMissingAgent);
  if ((seen_ & kAction) == 0) return Fail(RequestError::kMissingAction);
  return (seen_ & (kTarget | kTargets)) != (kTarget | kTargets) || Fail(RequestError::kTargets);
}

bool RequestReader::ReadMember(std::string_view name) {
  const uint32_t bit = BitOf(name);
  seen_ |= bit;
  switch (bit) {
    case kRequestId:
      request_.has_request_id = true;
      return ReadText(request_.request_id);
    case kSessionId:
      request_.has_session_id = true;
      return ReadText(request_.session_id);
    case kAgentId:
      return ReadName(request_.agent_id);
    case kAction:
      return ReadName(request_.action);
    case kParams:
      return ReadBound(BindingTree::kParams, request_.params);
    case kContext:
      return ReadBound(BindingTree::kContext, request_.context);
    case kTarget:
      return ReadTarget();
    case kTargets:
      return ReadTargets();
    case kTime:
      return ReadTime();
    default:
      return Fail(RequestError::kUnknownMember);
  }
}

bool RequestReader::ReadText(std::string_view& out) {
  return json_.Peek() == '"' ? json_.ReadString(out) : Fail(RequestError::kMemberType);
}

bool RequestReader::ReadName(std::string_view& out) {
  return ReadText(out) && (IsName(out) || Fail(RequestError::kName));
}

bool RequestReader::ReadTarget() {
  std::string_view target;
  if (!ReadText(target)) return false;
  memory_.targets[0] = Value::String(target);
  request_.targets = Value::List(memory_.targets, 1);
  request_.single_target = true;
  return true;
}

bool RequestReader::ReadTargets() {
  if (json_.Peek() != '[') return Fail(RequestError::kTargets);
  json_.Expect('[');
  uint32_t count = 0;
  while (json_.Peek() != ']') {
    std::string_view target;
    if (count > 0 && !json_.Expect(',')) return false;
    if (count == kTargetsMax) return Fail(RequestError::kTargets);
    if (json_.Peek() != '"') return Fail(RequestError::kTargets);
    if (!json_.ReadString(target)) return false;
    memory_.targets[count++] = Value::String(target);
  }
  request_.targets = Value::List(memory_.targets, count);
  return json_.Expect(']');
}

bool RequestReader::ReadTime() {
  std::string_view time;
  if (!allow_time_) return Fail(RequestError::kTime);
  if (!ReadText(time)) return false;
  request_.time_micros = ParseTimestamp(time);
  return request_.time_micros.has_value() || Fail(RequestError::kTime);
}

// ------------------------------------------------------------------------------------------------
// binding

bool RequestReader::ReadBound(uint32_t root, std::string_view& text) {
  if (json_.Peek() != '{') return Fail(RequestError::kMemberType);
  const char* const begin = json_.position();
  const BindingTree::Node& node = bindings_.node(root);
  if (node.targets.empty()) {
    if (!BindObject(node, root == BindingTree::kParams)) return false;
  } else {
    // A rule reads the object as a whole: build it, then bind from it. The catalogue still wants
    // the members one by one.
    const JsonScanner before = json_;
    Value whole;
    if (!json_.ReadValue(whole)) return false;
    BindBelow(node, whole);
    json_ = before;
    if (!BindObject(BindingTree::Node{}, root == BindingTree::kParams)) return false;
  }
  text = {begin, static_cast<size_t>(json_.position() - begin)};
  return true;
}

// Members of an object that is there, but perhaps without them.
void RequestReader::OpenChildren(const BindingTree::Node& node) {
  for (const uint32_t slot : node.opened) {
    Value& value = machine_.slots[slot];
    if (value.is_error() && value.error() == ValueError::kMissing) value.size = 0;
  }
}

bool RequestReader::BindObject(const BindingTree::Node& node, bool is_params) {
  JsonScanner::Object object;
  std::string_view name;
  if (!json_.EnterObject(object)) return false;
  OpenChildren(node);
  while (json_.NextMember(object, name)) {
    if (!BindMember(bindings_.Find(node, name), is_params, name)) return false;
  }
  return json_.error() == RequestError::kValid;
}

// Reads the value of a member and binds what reads it. `is_params`: it is a parameter of the
// action.
bool RequestReader::BindMember(const BindingTree::Node* child, bool is_params,
                               std::string_view name) {
  Value value;
  const JsonScanner::Place place = json_.place();
  const bool streamed = child != nullptr && child->targets.empty() && json_.Peek() == '{';
  if (streamed) {
    if (!BindObject(*child, false)) return false;
    value = Value::Map(nullptr, 0);
  } else if (child == nullptr || child->targets.empty()) {
    if (!json_.ReadShallow(value)) return false;
    if (child != nullptr) RefuseBelow(*child, ValueError::kWrongType);
  } else {
    if (!json_.ReadValue(value)) return false;
    BindBelow(*child, value);
    // The catalogue asks for the type of what is over a limit, too.
    if (is_params && value.is_error() && !json_.At(place).ReadShallow(value)) return false;
  }
  if (is_params) memory_.parameters[parameter_count_++] = {name, value, place};
  return true;
}

void RequestReader::BindTargets(const BindingTree::Node& node, const Value& value) {
  for (const BindingTree::Target& target : node.targets) {
    machine_.slots[target.slot] =
        Admit(module_, module_.view.facts[target.fact].type, value, machine_.arena);
  }
}

void RequestReader::BindBelow(const BindingTree::Node& node, const Value& value) {
  BindTargets(node, value);
  if (value.kind != Kind::kMap) {
    return RefuseBelow(node, value.is_error() ? value.error() : ValueError::kWrongType);
  }
  OpenChildren(node);
  for (const BindingTree::Child& child : node.children) {
    if (const Value* member = FindMember(value, child.key))
      BindBelow(bindings_.node(child.node), *member);
  }
}

// What lies below a value that is no object, or over a limit, is not absent: no default stands in,
// and has() does not say no.
void RequestReader::RefuseBelow(const BindingTree::Node& node, ValueError error) {
  for (const BindingTree::Child& child : node.children) {
    const BindingTree::Node& below = bindings_.node(child.node);
    for (const BindingTree::Target& target : below.targets) {
      machine_.slots[target.slot] = Value::Error(error, kParentMissing);
    }
    RefuseBelow(below, error);
  }
}

// ------------------------------------------------------------------------------------------------
// afterwards

void RequestReader::SetBuiltIn(Source source, const Value& value) {
  const uint32_t fact = bindings_.built_in(source);
  if (fact != kNone) machine_.slots[fact] = value;
}

void RequestReader::BindBuiltIns(int64_t now_micros) {
  SetBuiltIn(Source::kAgent, AdmitText(module_, request_.agent_id));
  SetBuiltIn(Source::kAction,
             AdmitText(module_, action_ == nullptr ? request_.action : module_.NameOf(*action_)));
  if (request_.has_session_id)
    SetBuiltIn(Source::kSession, AdmitText(module_, request_.session_id));
  SetBuiltIn(Source::kNow, Value::Timestamp(now_micros));
  if (request_.targets.is_error()) return;
  SetBuiltIn(Source::kTargets, AdmitTargets(module_, request_.targets));
  if (request_.single_target)
    SetBuiltIn(Source::kTarget, AdmitText(module_, request_.targets.items[0].string()));
}

// A name that nobody declared must not mean two things: what params says of it beside the context
// is refused.
void RequestReader::ResolveUndeclared() {
  const auto given = [](const Value& slot) {
    return !slot.is_error() || slot.error() != ValueError::kMissing;
  };
  for (const BindingTree::Shadow& shadow : bindings_.shadows()) {
    Value& slot = machine_.slots[shadow.fact];
    const Value& in_params = machine_.slots[shadow.slot];
    if (!given(in_params)) continue;
    if (given(slot)) {
      slot = Value::Error(ValueError::kAmbiguous);
    } else if (module_.view.facts[shadow.fact].source == Source::kEither) {
      slot = in_params;
    }
  }
}

void RequestReader::ApplyFallbacks() {
  for (const uint32_t fact : bindings_.fallbacks()) {
    Value& slot = machine_.slots[fact];
    if (slot.is_error() && slot.error() == ValueError::kMissing) {
      slot = module_.constants[module_.view.facts[fact].fallback];
    }
  }
}

// Whether more than the kind is declared of a list or map.
bool LooksInside(const TypeRow& type) {
  return (type.kind == Kind::kList || type.kind == Kind::kMap) &&
         (type.items != kNone || type.fields.count > 0 || type.flags != 0 || type.length_min > 0 ||
          type.length_max != kNone);
}

bool RequestReader::CheckParameter(const FieldRow& row, const Parameter& parameter) {
  const TypeRow& type = module_.view.types[row.type];
  const uint32_t used = machine_.arena.used();
  Value value = parameter.value;
  if (LooksInside(type) && !value.is_error() && !json_.At(parameter.place).ReadValue(value))
    return false;
  const Value admitted = Admit(module_, type, value, machine_.arena);
  machine_.arena.Rewind(used);
  // Over a limit is not of another type: who reads it finds it undecidable.
  const bool of_type = !admitted.is_error() || admitted.error() == ValueError::kLimit;
  return of_type || Fail(RequestError::kParameterType);
}

bool RequestReader::CheckCatalogue() {
  if (action_ == nullptr) return true;
  const ActionRow& action = module_.view.actions[action_->action];
  const auto rows = ModuleView::Rows(module_.view.fields, action.parameters);
  auto required = std::count_if(rows.begin(), rows.end(), [](const FieldRow& row) {
    return (row.flags & kFieldRequired) != 0;
  });
  for (uint32_t i = 0; i < parameter_count_; ++i) {
    const Parameter& parameter = memory_.parameters[i];
    const FieldRow* const row = FindField(module_.view, action.parameters, parameter.name);
    if (row != nullptr) {
      if (!CheckParameter(*row, parameter)) return false;
      if ((row->flags & kFieldRequired) != 0) --required;
    } else if ((action.flags & kActionClosed) != 0) {
      return Fail(RequestError::kUnknownParameter);
    }
  }
  return required == 0 || Fail(RequestError::kMissingParameter);
}

const ActionEntry* RequestReader::Run(int64_t now_micros) {
  const std::span<const Value> empty = bindings_.empty_slots();
  std::copy(empty.begin(), empty.end(), machine_.slots.begin());
  machine_.arena.Rewind(0);
  request_ = Request{};
  request_.targets = Value::Error(ValueError::kNoTarget);
  OpenChildren(bindings_.node(BindingTree::kParams));
  OpenChildren(bindings_.node(BindingTree::kContext));
  if (ReadMembers()) {
    action_ = module_.actions.Find(request_.action);
    if (CheckCatalogue()) {
      BindBuiltIns(request_.time_micros.value_or(now_micros));
      ResolveUndeclared();
      ApplyFallbacks();
    }
  }
  request_.error = json_.error();
  request_.error_offset = json_.offset();
  return action_;
}

}  // namespace

const ActionEntry* ReadRequest(std::string_view text, int64_t now_micros, bool allow_time,
                               Machine& machine, ReaderMemory& memory, Request& request) noexcept {
  return RequestReader(text, allow_time, machine, memory, request).Run(now_micros);
}

}  // namespace bylaw::vm
