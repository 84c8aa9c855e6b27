#include "tables.h"

#include <algorithm>

#include "constant_text.h"
#include "quoted.h"
#include "rows.h"
#include "writer.h"

namespace bylaw::assembly {
namespace {

constexpr size_t kCommentColumn = 72;

class Tables {
 public:
  Tables(const vm::ModuleImage& image, Pools& pools)
      : image_(image), pools_(pools), writer_(image, pools) {}

  std::string Write() {
    for (const std::string& string : image_.strings) {
      pools_.AppendString(string);
      writer_ << "string ";
      AppendQuoted(string, writer_.out());
      End(row_++);
    }
    row_ = 0;
    for (const vm::WideRow& row : image_.wide) {
      pools_.AppendWide(row);
      writer_.WriteRow(kWideTable, row);
      End(row_++);
    }
    Constants();
    Indices();
    row_ = 0;
    for (const vm::ImportRow& row : image_.imports) {
      pools_.AppendImport(row);
      writer_.WriteRow(kImportTable, row);
      End(row_++);
    }
    row_ = 0;
    for (const vm::CallRow& row : image_.calls) {
      pools_.AppendCall(row);
      writer_.WriteRow(kCallTable, row);
      End(row_++);
    }
    return std::move(writer_.out());
  }

 private:
  void End(size_t row) {
    writer_.Comment(kCommentColumn, "#" + std::to_string(row));
    writer_ << "\n";
  }

  // The row that the constant whose parts begin at `row` has; `row` itself if none do.
  std::vector<uint32_t> Wholes() const {
    std::vector<uint32_t> whole(image_.constants.size());
    for (uint32_t id = 0; id < whole.size(); ++id) {
      whole[id] = id;
      const size_t parts = RowsOfConstant(image_, id).parts.size();
      if (parts > 0 && image_.constants[id].payload == id - parts) whole[id - parts] = id;
    }
    return whole;
  }

  void Constants() {
    const std::vector<uint32_t> whole = Wholes();
    for (uint32_t row = 0; row < whole.size(); ++row) {
      const uint32_t id = whole[row];
      const ConstantRows constant = RowsOfConstant(image_, id);
      const bool behind_its_parts = constant.parts.size() == id - row;
      const size_t begin = writer_.out().size();
      writer_ << "constant ";
      if (behind_its_parts && IsAtItsPlace(constant.row, row) &&
          AppendConstantText(constant, image_, pools_, writer_.out())) {
        pools_.AppendConstant(constant);
        row = id;
      } else {
        writer_.out().resize(begin);
        pools_.AppendRawConstant(image_.constants[row]);
        writer_.WriteRow(kConstantTable, image_.constants[row]);
      }
      End(row);
    }
  }

  // A list or map without parts may name any place for them.
  static bool IsAtItsPlace(const vm::ConstantRow& constant, uint32_t first_part) {
    return (constant.kind != vm::Kind::kList && constant.kind != vm::Kind::kMap) ||
           constant.payload == first_part;
  }

  // One line for each list that something refers to, and one for what lies between.
  void Indices() {
    std::vector<vm::Range> lists = {image_.policy.agents};
    for (const vm::FactRow& fact : image_.facts) lists.push_back(fact.path);
    for (const vm::ActionRow& action : image_.actions) lists.push_back(action.patterns);
    for (const vm::RuleRow& rule : image_.rules) {
      lists.push_back(rule.routes);
      lists.push_back(rule.overrides);
    }
    std::sort(lists.begin(), lists.end(),
              [](vm::Range a, vm::Range b) { return a.begin < b.begin; });
    size_t done = 0;
    for (const vm::Range& list : lists) {
      if (list.count == 0 || list.begin < done) continue;
      Line(done, list.begin);
      done = list.begin + list.count;
      Line(list.begin, done);
    }
    Line(done, image_.indices.size());
  }

  void Line(size_t begin, size_t end) {
    if (begin == end) return;
    const auto at = image_.indices.begin();
    const std::vector<uint32_t> list(at + static_cast<ptrdiff_t>(begin),
                                     at + static_cast<ptrdiff_t>(end));
    pools_.AppendIndices(list);
    writer_ << "indices";
    for (const uint32_t index : list) writer_ << " " << std::to_string(index);
    End(begin);
  }

  const vm::ModuleImage& image_;
  Pools& pools_;
  Writer writer_;
  size_t row_ = 0;
};

}  // namespace

std::string WriteTables(const vm::ModuleImage& image, Pools& pools) {
  return Tables(image, pools).Write();
}

}  // namespace bylaw::assembly
