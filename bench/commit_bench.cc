// Decisions on disk: producers that hold many in flight, in both signing modes, and one that holds
// one; beside each what it cannot go below, over records of the same size.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/ledger.h"
#include "bylaw/ledger/merkle.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/segments.h"
#include "bylaw/ledger/verify.h"
#include "recorded_decisions.h"
#include "reference.h"
#include "temporary_ledger.h"

namespace bylaw::bench {
namespace {

// So many threads, each doing the same until it returns.
template <typename Work>
void OnThreads(size_t threads, const Work& work) {
  std::vector<std::thread> others;
  others.reserve(threads - 1);
  for (size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

// Producers that share a ledger. Each submits so many decisions, waits until they are on disk, and
// begins again.
class Producers {
 public:
  Producers(ledger::SigningMode mode, size_t threads, size_t in_flight)
      : temporary_(ledger::Durability::kCommit, mode),
        ledger_(temporary_.Open()),
        threads_(threads),
        in_flight_(in_flight) {
    const std::string module = ReferenceModuleBytes();
    if (!ledger_->ArchiveModule(ledger::HashOf(module), module)) std::abort();
  }

  // False if a record was refused.
  bool Run(size_t rounds) {
    std::atomic<bool> good = true;
    OnThreads(threads_, [&] {
      for (size_t round = 0; good && round < rounds; ++round) {
        const auto last = SubmitAll();
        if (!last || !ledger_->Wait(*last)) good = false;
      }
    });
    return good;
  }

  // Records for each commit, on average, and bytes for each record.
  struct Shape {
    double records_per_commit;
    double bytes_per_record;
  };
  std::optional<Shape> Close() {
    if (!ledger_->Close()) return std::nullopt;
    ledger_.reset();
    const auto report = ledger::Verify(temporary_.path(), temporary_.key());
    if (!report || !report->good()) return std::nullopt;
    const auto records = static_cast<double>(report->records);
    auto segments = ledger::Segments::Open(ledger::Host::System(), temporary_.path());
    if (!segments) return std::nullopt;
    const auto bytes = segments->Size();
    if (!bytes) return std::nullopt;
    return Shape{records / static_cast<double>(report->checkpoints),
                 static_cast<double>(*bytes) / records};
  }

 private:
  std::optional<ledger::Ticket> SubmitAll() {
    const std::span<const ledger::Record> decided =
        RecordedDecisions().subspan(next_.fetch_add(in_flight_) % kRecordedDecisions, in_flight_);
    const auto last = ledger_->Submit(decided);  // Without a time: that of their place.
    return last ? std::optional(*last) : std::nullopt;
  }

  TemporaryLedger temporary_;
  std::optional<ledger::Ledger> ledger_;
  const size_t threads_;
  const size_t in_flight_;  // of each
  std::atomic<size_t> next_ = 0;
};

void Commits(benchmark::State& state, ledger::SigningMode mode) {
  const auto threads = static_cast<size_t>(state.range(0));
  const auto in_flight = static_cast<size_t>(state.range(1));
  const size_t all = mode == ledger::SigningMode::kRecord ? 8'192 : 131'072;
  const size_t rounds = all / (threads * in_flight);
  (void)RecordedDecisions();
  Producers producers(mode, threads, in_flight);
  for (auto _ : state) {
    if (!producers.Run(rounds)) return state.SkipWithError("a record was refused");
  }
  const auto shape = producers.Close();
  if (!shape) return state.SkipWithError("the ledger is not good");
  if (mode == ledger::SigningMode::kCheckpoint) {
    state.counters["records/commit"] = shape->records_per_commit;
  }
  state.counters["bytes"] = shape->bytes_per_record;
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(all));
}
BENCHMARK_CAPTURE(Commits, Record, ledger::SigningMode::kRecord)
    ->Args({2, 32})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Commits, Checkpoint, ledger::SigningMode::kCheckpoint)
    ->Args({2, 64})
    ->Args({2, 1024})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

constexpr size_t kBodyBytes = 800;  // About what the records have without their signatures.

// The floor of mode `record`: as many bare libsodium signatures on as many threads.
void BareSigning(benchmark::State& state) {
  constexpr size_t kCores = 2;
  constexpr size_t kSignatures = 4'096;
  const ledger::SecretKey key = ledger::SecretKey::Generate("bench").value();
  for (auto _ : state) {
    OnThreads(kCores, [&] {
      std::string body(kBodyBytes, 'x');
      for (size_t i = 0; i < kSignatures; ++i) {
        body[0] = static_cast<char>(i);
        benchmark::DoNotOptimize(key.Sign(body));
      }
    });
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kCores * kSignatures));
}
BENCHMARK(BareSigning)->UseRealTime()->Unit(benchmark::kMillisecond);

// A file written through once, so that writing it anew does not grow it.
class WrittenFile {
 public:
  static constexpr size_t kBytes = size_t{64} << 20;

  explicit WrittenFile(const std::string& path)
      : file_(::open(path.c_str(), O_RDWR | O_CREAT, 0600)) {
    const std::string block(size_t{1} << 20, '\n');
    if (file_ < 0) std::abort();
    for (size_t at = 0; at < kBytes; at += block.size()) Write(at, block);
    Sync();
  }
  ~WrittenFile() { ::close(file_); }
  WrittenFile(const WrittenFile&) = delete;
  WrittenFile& operator=(const WrittenFile&) = delete;

  void Write(size_t at, const std::string& bytes) const {
    if (::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(at)) !=
        static_cast<ssize_t>(bytes.size())) {
      std::abort();
    }
  }
  // On disk.
  void Append(const std::string& bytes) {
    if (end_ + bytes.size() > kBytes) end_ = 0;
    Write(end_, bytes);
    end_ += bytes.size();
    Sync();
  }

 private:
  void Sync() const {
    if (::fdatasync(file_) != 0) std::abort();
  }

  int file_;
  size_t end_ = 0;
};

// A file that is only appended to.
class AppendedFile {
 public:
  explicit AppendedFile(const std::string& path)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600)) {
    if (file_ < 0) std::abort();
  }
  ~AppendedFile() { ::close(file_); }
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;

  // On disk.
  void Append(const std::string& bytes) const {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written != static_cast<ssize_t>(bytes.size()) || ::fdatasync(file_) != 0) std::abort();
  }

 private:
  int file_;
};

// The floor of mode `checkpoint`: of batches of so many records, hash each, add it to the tree,
// sign the root, write, sync. The records are there already, in one piece.
template <typename FileToWrite>
void BareCheckpoints(benchmark::State& state) {
  const auto batch = static_cast<size_t>(state.range(0));
  const TemporaryLedger temporary(ledger::Durability::kCommit);
  FileToWrite file(temporary.other_file());
  std::string lines;
  for (size_t i = 0; i < batch; ++i) lines.append(kBodyBytes, 'x').append("\n");
  ledger::MerkleTree tree;
  for (auto _ : state) {
    for (size_t i = 0; i < batch; ++i) {
      tree.Append(
          ledger::LeafHash(std::string_view(lines).substr(i * (kBodyBytes + 1), kBodyBytes)));
    }
    benchmark::DoNotOptimize(
        ledger::SignCheckpoint({"bench", tree.size(), tree.Root()}, temporary.secret_key()));
    file.Append(lines);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(batch));
}
BENCHMARK(BareCheckpoints<AppendedFile>)->Arg(64)->Arg(1024)->UseRealTime();
BENCHMARK(BareCheckpoints<WrittenFile>)->Arg(64)->Arg(128)->Arg(1024)->Arg(2048)->UseRealTime();

// One at a time: how long the median one takes.
class Latencies {
 public:
  template <typename Work>
  void Time(const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::micro> taken =
        std::chrono::steady_clock::now() - begin;
    taken_us_.push_back(taken.count());
  }
  double Percentile(double part) {
    std::sort(taken_us_.begin(), taken_us_.end());
    return taken_us_[static_cast<size_t>(part * static_cast<double>(taken_us_.size() - 1))];
  }
  void Report(benchmark::State& state) {
    state.counters["p50_us"] = Percentile(0.5);
    state.counters["p99_us"] = Percentile(0.99);
  }

 private:
  std::vector<double> taken_us_;
};

void OneProducer(benchmark::State& state) {
  const TemporaryLedger temporary(ledger::Durability::kCommit);
  ledger::Ledger ledger = temporary.Open();
  const std::span<const ledger::Record> decisions = RecordedDecisions();
  Latencies latencies;
  size_t next = 0;
  for (auto _ : state) {
    ledger::Record record = decisions[next++ % decisions.size()];
    latencies.Time([&] {
      record.timestamp = ledger.ReadClock().time;
      const auto ticket = ledger.Submit(record);
      if (!ticket || !ledger.Wait(*ticket)) state.SkipWithError("a record was refused");
    });
  }
  latencies.Report(state);
}
BENCHMARK(OneProducer)->UseRealTime();

// Its floor.
void OneSignatureAndSync(benchmark::State& state) {
  const TemporaryLedger temporary(ledger::Durability::kCommit);
  WrittenFile file(temporary.other_file());
  std::string line(kBodyBytes + 151, 'x');  // With its signature.
  Latencies latencies;
  for (auto _ : state) {
    latencies.Time([&] {
      benchmark::DoNotOptimize(
          temporary.secret_key().Sign(std::string_view(line).substr(0, kBodyBytes)));
      file.Append(line);
    });
  }
  latencies.Report(state);
}
BENCHMARK(OneSignatureAndSync)->UseRealTime();

}  // namespace
}  // namespace bylaw::bench
