// Every limit of the VM, in one place. A constitution may only tighten those that its `limits` key
// names.

#ifndef BYLAW_VM_LIMITS_H_
#define BYLAW_VM_LIMITS_H_

#include <cstdint>

namespace bylaw::vm {

// The module file.
inline constexpr uint64_t kModuleBytesMax = 64u << 20;
inline constexpr uint32_t kActionsMax = 65'536;
inline constexpr uint32_t kPatternsMax = 1'024;  // Distinct patterns of action names.
inline constexpr uint32_t kRulesPerBlockMax = 4'096;
inline constexpr uint32_t kRegisters = 64;
inline constexpr uint32_t kMemosMax = 64;  // Shared parts of conditions in one block.

// A decision.
inline constexpr uint32_t kLoopDepthMax = 3;
inline constexpr uint32_t kStepsMax =
    100'000;  // Instructions and charged work, proved before the first decision.
inline constexpr uint32_t kArenaBytes =
    256u << 10;  // Memory for decoded input and results; exhausted = undecidable.
inline constexpr uint32_t kStructuralSteps =
    1'024;  // What one comparison of lists or maps, or one `in`, may cost.
inline constexpr uint32_t kBytesPerStep = 64;  // Text that one step of a comparison or copy covers.

// The reason of a rule.
inline constexpr uint32_t kReasonPartsMax = 64;        // Texts and {expressions}.
inline constexpr uint32_t kReasonValueBytesMax = 256;  // What one value may add; the rest is cut.

// A request.
inline constexpr uint32_t kRequestBytesMax = 1u << 20;
inline constexpr uint32_t kRequestDepthMax = 64;
inline constexpr uint32_t kRequestValuesMax =
    65'536;                                     // Members and elements, at all depths together.
inline constexpr uint32_t kNameBytesMax = 256;  // Action and agent names.
inline constexpr uint32_t kTargetsMax = 256;
inline constexpr uint32_t kTypeDepthMax = 16;  // Types of items of lists of maps …
inline constexpr uint32_t kFieldsMax = 256;    // Declared members of one map.

// Defaults of a constitution's `limits`, each also its upper bound unless stated otherwise.
inline constexpr uint32_t kStringBytesDefault = 16'384;  // At most kRequestBytesMax.
inline constexpr uint32_t kListItemsDefault = 256;       // At most kRequestValuesMax.
inline constexpr uint32_t kMapItemsDefault = 256;        // At most kRequestValuesMax.
inline constexpr uint32_t kNestedItemsDefault = 32;  // Of a list that is looped over inside a loop.

}  // namespace bylaw::vm

#endif  // BYLAW_VM_LIMITS_H_
