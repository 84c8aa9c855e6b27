#include "evidence_page.h"

#include "chart.h"
#include "html.h"
#include "sections.h"
#include "text_diff.h"

namespace bylaw::report {
namespace {

constexpr std::size_t kListShown = 50;

Markup Paragraph(const Markup& text) {
  return Element("p", text) + "\n";
}

Markup List(const std::vector<Markup>& items) {
  Markup list("\n");
  for (const Markup& item : items) list += Element("li", item) + "\n";
  return Element("ul", list) + "\n";
}

Markup HowToVerify() {
  return Section(
      "How to verify this bundle",
      Paragraph("With Python 3 and openssl, without the software that made it; the ledger's first "
                "public key comes from a source that you trust, never from here:") +
          Element("pre",
                  "unzip evidence.zip verify.py\npython3 verify.py evidence.zip ledger.key.pub") +
          "\n" +
          Paragraph("The script is part of the bundle, so read it first; it is short. It says what "
                    "it checked and what it did not. <code>--each</code> checks the signature of "
                    "each record by itself too, <code>--witness-key</code> the cosignatures, "
                    "<code>--revoked</code> that the ledger is what the statement of a revocation "
                    "says."));
}

Markup RecordsSection(const EvidenceFacts& facts) {
  const Outline& outline = facts.outline;
  Markup content =
      PeriodFacts(facts.period, facts.collection.summary) +
      Paragraph(Markup("<code>records.jsonl</code> has the records ") +
                Markup::Number(outline.first) + " to " + Markup::Number(outline.last) +
                " as they stand in the ledger, with the checkpoints between them; none is left "
                "out, whichever agent it is about.") +
      Paragraph(outline.earlier ? Markup("The first of them is earlier than the period.")
                                : Markup("The first of them is the first of the ledger.")) +
      Paragraph(outline.later
                    ? Markup("The last of them is later than the period.")
                    : Markup("The last of them is the last that the ledger's last checkpoint "
                             "signs."));
  if (!facts.collection.blobs.empty()) {
    content += Paragraph(
        Markup("<code>blobs/</code> has what is too long for its record, params or contexts of "
               "requests: ") +
        Markup::Number(facts.collection.blobs.size()) + " files, whose digests the records state.");
  }
  if (outline.left_out > 0) {
    content += Element("p", " class=\"note\"",
                       Markup::Number(outline.left_out) +
                           " records of the period stand behind the last checkpoint and are not in "
                           "this bundle: make another once the ledger has been closed.");
  }
  return Section("Records", content);
}

Markup ProofsSection(const EvidenceFacts& facts) {
  Markup files;
  for (const AnchorFile& file : facts.anchor_files)
    files += Element("li", Element("code", Markup("anchors/") + Markup::Text(file.name))) + "\n";
  const Markup anchors = AnchorFacts(facts.anchors, facts.outline.verified.records);
  return Section(
      "Proofs, checkpoints, anchors",
      LedgerFacts(facts.outline.verified, facts.key) +
          Paragraph(Markup("<code>tree.jsonl</code> proves that the records stand in the ledger "
                           "under its last checkpoint, which signs ") +
                    Markup::Number(facts.outline.size) +
                    " records. It also has every record that says by which key and how others are "
                    "signed, and the checkpoints before and behind the range.") +
          anchors +
          (facts.anchor_files.empty()
               ? Paragraph("No anchor is kept that covers records of the range.")
               : Element("ul", "\n" + files) + "\n"));
}

Markup ModuleTable(const std::vector<ModuleInForce>& modules) {
  Table table{
      .heads = {"constitution", "version", "reviewed by, as it says", "on", "digest", "first seq"},
      .numbers_from = 5};
  for (const ModuleInForce& module : modules) {
    const Markup name =
        module.why_not.empty() ? Markup::Text(module.id) : Markup::Text(module.why_not);
    table.rows.push_back({Element("bdi", name), Element("bdi", Markup::Text(module.version)),
                          Element("bdi", Markup::Text(module.reviewed_by)),
                          Markup::Text(module.review_date), Markup::Text(module.name()),
                          Markup::Number(module.first_seq)});
  }
  return table.Html();
}

Markup Change(const ModuleInForce& before, const ModuleInForce& after) {
  const Markup title =
      Markup("From ") + Markup::Text(before.name(), 12) + " to " + Markup::Text(after.name(), 12);
  const auto diff = LineDiff(before.source, after.source);
  const Markup text = before.source.empty() || after.source.empty()
                          ? Paragraph("One of them does not hold its text.")
                      : diff ? Element("pre", Markup::WholeText(*diff))
                             : Paragraph("Too much is different to be shown line by line.");
  return Element("h3", title) + "\n" + text + "\n";
}

Markup ModulesSection(const std::vector<ModuleInForce>& modules) {
  if (modules.empty()) return Section("Constitutions in force", Paragraph("None."));
  Markup content =
      Paragraph(
          "The first was in force when the period began, if one was. <code>modules/</code> "
          "has the modules that decided, <code>constitutions/</code> the text that they "
          "hold. Modules have no signature of their own in this version: each decision names "
          "its module's digest, and the ledger's key signs that.") +
      ModuleTable(modules);
  for (std::size_t i = 1; i < modules.size(); ++i) content += Change(modules[i - 1], modules[i]);
  return Section("Constitutions in force", content);
}

Markup ReplaySection(const Replaying& replaying) {
  const auto& report = replaying.report;
  Table table{.heads = {"seq", "what"}, .numbers_from = 2};
  for (const runtime::ReplayedRecord& record : replaying.list) {
    if (table.rows.size() == kListShown) break;
    table.rows.push_back({Markup::Number(record.seq), Element("bdi", Markup::Text(record.what))});
  }
  Markup content = Facts({{"Decided the same again", Markup::Number(report.same)},
                          {"Decided in another way", Markup::Number(report.different)},
                          {"Not replayable", Markup::Number(report.not_replayable)}});
  if (!table.rows.empty())
    content +=
        Paragraph("The first that are not the same; <code>replay.json</code> has up to 1,000:") +
        table.Html();
  return Section("Replay of all decisions of the period", content);
}

Markup ExceptionsSection(const Collection& collection) {
  Table table{.heads = {"kind, or code of a DENY", "records"}, .numbers_from = 1};
  for (const auto& [name, count] : collection.exceptional)
    table.rows.push_back({Markup::Text(name), Markup::Number(count)});
  return Section("Exceptions",
                 Paragraph("Decisions to deny, refused constitutions, recoveries after crashes, "
                           "what was recorded about the clock: <code>exceptions.jsonl</code>.") +
                     table.Html());
}

// Facts that the named articles of Regulation (EU) 2024/1689 ask about. No word on whether they are
// met: that is for others to say.
Markup OversightSection(const EvidenceFacts& facts) {
  const Summary& summary = facts.collection.summary;
  const auto& verified = facts.outline.verified;
  const auto count = [&](const char* kind) {
    const auto at = summary.kinds.find(kind);
    return Markup::Number(at == summary.kinds.end() ? 0 : at->second);
  };
  return Section(
      "Facts on recording, oversight and retention",
      Paragraph("Facts that Articles 12, 14, 19 and 26 of Regulation (EU) 2024/1689 ask about. "
                "Whether a system conforms is not for this page to say.") +
          Facts({{"Art. 12, events recorded automatically in the period",
                  count("evaluation") + " decisions, " + count("constitution") +
                      " constitutions loaded or refused, " + count("recovery") + " recoveries, " +
                      count("clock") + " about the clock, " + count("key") +
                      " changes of the key, " + count("mode") + " of the mode"},
                 {"Art. 14, decisions left to people",
                  Markup::Number(summary.decisions.escalate) + " ESCALATE, to " +
                      Markup::Number(summary.routes.names().size()) + " routes"},
                 {"Art. 14, what people decided", "not recorded by this version"},
                 {"Art. 19 and 26(6), oldest record kept",
                  Markup::Text(ledger::TimestampText(verified.first_time))},
                 {"Art. 19 and 26(6), newest record",
                  Markup::Text(ledger::TimestampText(verified.last_time))},
                 {"Art. 19 and 26(6), records archived or dropped, of which the hashes are kept",
                  Markup::Number(verified.retired)},
                 {"Art. 19 and 26(6), other records missing between them", "0"}}));
}

Markup LimitsSection(const EvidenceFacts& facts) {
  std::vector<Markup> items = {
      "That everything that happened was recorded: only what asked for a decision was.",
      "That only what was permitted was executed: <code>bylaw ledger reconcile</code> checks it.",
      "That what agents and hosts said was true, or that the host's clock was right.",
      "That the constitutions were the right ones.",
      "What people decided on escalations: this version does not record it.",
  };
  if (facts.collection.personal > 0) {
    items.push_back(Markup("What the personal values of ") +
                    Markup::Number(facts.collection.personal) +
                    " records were: salted digests stand in their place. Who has the vault opens "
                    "them, with <code>bylaw ledger reveal</code>, unless they were erased.");
  }
  if (!facts.outline.later) {
    items.emplace_back(
        "That no more records followed the last one: the bundle ends where the ledger's last "
        "checkpoint did when it was made.");
  }
  if (facts.anchors.good.empty()) {
    items.emplace_back(
        "That the ledger was not written anew by whoever holds its key: it is NOT ANCHORED under "
        "the keys that were given.");
  }
  items.emplace_back(
      "This page, evidence.json, replay.json and constitutions/ are the words of the software that "
      "made the bundle: nothing signs them.");
  return Section("What this does not prove", List(items));
}

}  // namespace

std::string EvidencePage(const EvidenceFacts& facts) {
  const Summary& summary = facts.collection.summary;
  const Markup body = ChartPatterns() + HowToVerify() + RecordsSection(facts) +
                      ProofsSection(facts) + ModulesSection(facts.modules) +
                      DecisionsSection(facts.period, summary) + NamesSections(summary) +
                      ReplaySection(facts.replaying) + ExceptionsSection(facts.collection) +
                      GapsSection(summary) + EventsSection(summary) + OversightSection(facts) +
                      LimitsSection(facts);
  return Page("Decisions of AI agents: evidence from a ledger", body);
}

}  // namespace bylaw::report
