#include "operands.h"

namespace bylaw::assembly {
namespace {

struct Written {
  Form form;
  const Words* words = nullptr;
};

Written As(vm::Role role) {
  using enum vm::Role;
  switch (role) {
    case kOut:
    case kIn:
    case kInMaybe:
    case kInBool:
    case kInInt:
    case kInUint:
    case kInDouble:
    case kInDecimal:
    case kInIntOrConst:
    case kInDecimalOrConst:
    case kInIntOrAny:
    case kInDecimalOrAny:
    case kInString:
    case kInText:
    case kInWhole:
    case kInBoolOrError:
    case kInRange:
    case kListBuilder:
    case kMapBuilder:
    case kLoopVariables:
      return {Form::kRegister};
    case kRelation:
      return {Form::kWord, &kRelationWords};
    case kArithmetic:
      return {Form::kWord, &kArithmeticWords};
    case kQuantifier:
      return {Form::kFlags, &kQuantifierWords};
    case kNegate:
      return {Form::kWord, &kNegateWords};
    case kTextPart:
      return {Form::kWord, &kTextPartWords};
    case kKind:
      return {Form::kWord, &kKindWords};
    case kConst:
    case kIntConst:
    case kDecimalConst:
    case kStringConst:
    case kScalarConst:
    case kContainerConst:
    case kMapConst:
    case kOperandConst:
      return {Form::kConstant};
    case kFact:
    case kBoolFact:
    case kIntFact:
    case kDecimalFact:
    case kStringFact:
    case kOperandFact:
      return {Form::kFact};
    case kName:
      return {Form::kText};
    case kCall:
      return {Form::kCall};
    case kRule:
      return {Form::kRuleOfBlock};
    case kMemo:
      return {Form::kMemo};
    case kTarget:
    case kRuleEnd:
    case kLoopStart:
    case kLoopBody:
      return {Form::kPlace};
    case kLoopForm:
      return {Form::kFlags, &kLoopFormWords};
    case kCarried:
      return {Form::kKindSet};
    case kNone:
    case kCount:
    case kCapacity:
    case kTrips:
      break;
  }
  return {Form::kNumber};
}

}  // namespace

Field OperandField(size_t operand, vm::Role role) {
  Field field = kInstructionTable.fields[operand + 1];
  const Written written = As(role);
  field.form = written.form;
  field.words = written.words;
  field.positional = role != vm::Role::kNone;
  return field;
}

}  // namespace bylaw::assembly
