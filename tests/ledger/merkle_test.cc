// The tree of RFC 6962 against its definition, and proofs against the public vectors.
#include "bylaw/ledger/merkle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "bylaw/ledger/merkle_proof.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

const std::filesystem::path kVectors = BYLAW_LEDGER_TEST_DIR "/vectors/rfc6962-merkle/testdata";

// RFC 6962, section 2.1, to the letter.
Hash DefinedRoot(std::span<const Hash> leaves) {
  if (leaves.empty()) return HashOf({});
  if (leaves.size() == 1) return leaves.front();
  const std::size_t split = std::bit_floor(leaves.size() - 1);
  return NodeHash(DefinedRoot(leaves.first(split)), DefinedRoot(leaves.subspan(split)));
}

// RFC 6962, section 2.1.1.
std::vector<Hash> DefinedPath(std::size_t index, std::span<const Hash> leaves) {
  if (leaves.size() <= 1) return {};
  const std::size_t split = std::bit_floor(leaves.size() - 1);
  const bool left = index < split;
  std::vector<Hash> path = left ? DefinedPath(index, leaves.first(split))
                                : DefinedPath(index - split, leaves.subspan(split));
  path.push_back(DefinedRoot(left ? leaves.subspan(split) : leaves.first(split)));
  return path;
}

// RFC 6962, section 2.1.2: SUBPROOF(m, D[n], whole).
std::vector<Hash> DefinedSubproof(std::size_t m, std::span<const Hash> leaves, bool whole) {
  if (m == leaves.size()) return whole ? std::vector<Hash>() : std::vector{DefinedRoot(leaves)};
  const std::size_t split = std::bit_floor(leaves.size() - 1);
  std::vector<Hash> proof;
  if (m <= split) {
    proof = DefinedSubproof(m, leaves.first(split), whole);
    proof.push_back(DefinedRoot(leaves.subspan(split)));
  } else {
    proof = DefinedSubproof(m - split, leaves.subspan(split), false);
    proof.push_back(DefinedRoot(leaves.first(split)));
  }
  return proof;
}

std::vector<Hash> Leaves(std::size_t count) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(LeafHash(std::to_string(i)));
  return leaves;
}

TEST(MerkleTest, RootsAreTheDefinitions) {
  const std::vector<Hash> leaves = Leaves(300);
  MerkleTree tree;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    ASSERT_EQ(tree.Root(), DefinedRoot(std::span(leaves).first(size))) << size;
    if (size < leaves.size()) tree.Append(leaves[size]);
  }
  EXPECT_EQ(DigestText(MerkleTree().Root()),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(MerkleTest, ProofsAsDefinedAreAcceptedAndOthersRefused) {
  const std::vector<Hash> leaves = Leaves(24);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const auto tree = std::span(leaves).first(size);
    const Hash root = DefinedRoot(tree);
    for (std::size_t index = 0; index < size; ++index) {
      std::vector<Hash> path = DefinedPath(index, tree);
      EXPECT_TRUE(IsIncluded(leaves[index], index, size, path, root));
      EXPECT_FALSE(IsIncluded(leaves[index], index, size, path, Hash{}));
      EXPECT_FALSE(IsIncluded(LeafHash("other"), index, size, path, root));
      EXPECT_FALSE(IsIncluded(leaves[index], size, size, path, root));
      path.push_back(root);
      EXPECT_FALSE(IsIncluded(leaves[index], index, size, path, root)) << "a hash too many";
    }
    for (std::size_t old_size = 1; old_size <= size; ++old_size) {
      std::vector<Hash> proof = DefinedSubproof(old_size, tree, true);
      const Hash old_root = DefinedRoot(tree.first(old_size));
      EXPECT_TRUE(IsConsistent(old_size, size, old_root, root, proof));
      EXPECT_FALSE(IsConsistent(old_size, size, Hash{}, root, proof));
      EXPECT_FALSE(IsConsistent(old_size, size, old_root, Hash{}, proof));
      proof.push_back(root);
      EXPECT_FALSE(IsConsistent(old_size, size, old_root, root, proof));
    }
  }
}

std::vector<Hash> Made(const std::vector<LeafRange>& path, std::span<const Hash> tree) {
  RangeRoots roots(path);
  for (const Hash& leaf : tree) roots.Add(leaf);
  return roots.Roots();
}

TEST(MerkleTest, ProofsAreMadeAsDefined) {
  const std::vector<Hash> leaves = Leaves(70);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const auto tree = std::span(leaves).first(size);
    for (std::size_t i = 0; i < size; ++i) {
      ASSERT_EQ(Made(InclusionPath(i, size), tree), DefinedPath(i, tree)) << i << " of " << size;
      ASSERT_EQ(Made(ConsistencyPath(i + 1, size), tree), DefinedSubproof(i + 1, tree, true))
          << i + 1 << " of " << size;
    }
  }
}

// The ranges of a path and the leaf are the whole tree, each leaf once, whatever the size.
TEST(MerkleTest, APathCoversTheTree) {
  std::mt19937_64 random(20260414);
  for (int i = 0; i < 2'000; ++i) {
    const std::uint64_t size = 1 + (random() >> (random() % 64)) % (std::uint64_t{1} << 63);
    const std::uint64_t index = random() % size;
    std::vector<LeafRange> ranges = InclusionPath(index, size);
    EXPECT_LE(ranges.size(), 63U);
    ranges.push_back({index, index + 1});
    std::sort(ranges.begin(), ranges.end(),
              [](const LeafRange& a, const LeafRange& b) { return a.begin < b.begin; });
    std::uint64_t end = 0;
    for (const LeafRange& range : ranges) {
      ASSERT_EQ(range.begin, end);
      end = range.end;
    }
    ASSERT_EQ(end, size);
  }
}

// Some vectors hold text where a hash belongs. Our type has no room for that: the text's hash takes
// its place, so that equal stays equal and different different; an empty one equals none.
Hash HashIn(const nlohmann::json& value) {
  static int empty = 0;
  std::string bytes = value.is_null() ? "" : *ParseBase64(value.get<std::string>());
  if (bytes.empty()) bytes = std::to_string(++empty);
  Hash hash;
  if (bytes.size() != hash.size()) return HashOf(bytes);
  std::copy_n(AsBytes(bytes), hash.size(), hash.begin());
  return hash;
}

bool Accepts(const nlohmann::json& vector) {
  std::vector<Hash> proof;
  if (!vector["proof"].is_null()) {
    for (const auto& item : vector["proof"]) proof.push_back(HashIn(item));
  }
  if (vector.contains("leafIdx")) {
    return IsIncluded(HashIn(vector["leafHash"]), vector["leafIdx"].get<std::uint64_t>(),
                      vector["treeSize"].get<std::uint64_t>(), proof, HashIn(vector["root"]));
  }
  return IsConsistent(vector["size1"].get<std::uint64_t>(), vector["size2"].get<std::uint64_t>(),
                      HashIn(vector["root1"]), HashIn(vector["root2"]), proof);
}

TEST(MerkleTest, PublicVectors) {
  int count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kVectors)) {
    if (!entry.is_regular_file()) continue;
    const auto vector = nlohmann::json::parse(std::ifstream(entry.path()));
    EXPECT_EQ(Accepts(vector), !vector["wantErr"].get<bool>()) << entry.path();
    ++count;
  }
  EXPECT_GT(count, 190);
}

}  // namespace
}  // namespace bylaw::ledger
