// The tables that rows refer to by number: strings, constants, lists of indices, imports, calls. In
// assembly a row says what it means, and the pool knows its place: the first that was written so,
// or a new one at the end. Printer and assembler fill one in the same order, so that a text leads
// to the place that it was printed for.
//
// The first of two equal rows is found, the other one is not; items of lists and maps are found
// only as a whole.

#ifndef BYLAW_ASSEMBLY_POOLS_H_
#define BYLAW_ASSEMBLY_POOLS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "bylaw/vm/image.h"

namespace bylaw::assembly {

// A constant as it is written: its row and, of a list or map, those of its parts, which stand
// directly before it.
struct ConstantRows {
  vm::ConstantRow row{};
  std::vector<vm::ConstantRow> parts;
};

class Pools {
 public:
  explicit Pools(vm::ModuleImage& image) : image_(image) {}

  // Appends, as one more line of the table.
  void AppendString(std::string text);
  void AppendConstant(const ConstantRows& constant);
  void AppendRawConstant(const vm::ConstantRow& row);
  void AppendWide(const vm::WideRow& row);
  void AppendIndices(const std::vector<uint32_t>& indices);
  void AppendImport(const vm::ImportRow& row);
  void AppendCall(const vm::CallRow& row);

  // Where it stands.
  std::optional<uint32_t> FindString(std::string_view text) const;
  std::optional<uint32_t> FindConstant(const ConstantRows& constant) const;
  std::optional<uint32_t> FindWide(const vm::WideRow& row) const;
  std::optional<vm::Range> FindIndices(const std::vector<uint32_t>& indices) const;
  std::optional<uint32_t> FindImport(uint32_t signature) const;
  std::optional<uint32_t> FindCall(const vm::CallRow& row) const;

  // The same; appended where it does not stand yet.
  uint32_t String(std::string_view text);
  uint32_t Constant(const ConstantRows& constant);
  uint32_t Wide(const vm::WideRow& row);
  vm::Range Indices(const std::vector<uint32_t>& indices);
  uint32_t Import(std::string_view signature);
  uint32_t Call(const vm::CallRow& row);

 private:
  using RowKey = std::tuple<vm::Kind, uint8_t, int16_t, uint32_t, uint64_t>;
  using ConstantKey = std::vector<RowKey>;  // The row, without its payload if it has parts; those.

  static RowKey KeyOf(const vm::ConstantRow& row);
  static ConstantKey KeyOf(const ConstantRows& constant);

  vm::ModuleImage& image_;
  std::unordered_map<std::string, uint32_t> strings_;
  std::map<ConstantKey, uint32_t> constants_;
  std::map<std::pair<uint64_t, uint64_t>, uint32_t> wide_;
  std::map<std::vector<uint32_t>, vm::Range> indices_;
  std::map<uint32_t, uint32_t> imports_;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> calls_;
};

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_POOLS_H_
