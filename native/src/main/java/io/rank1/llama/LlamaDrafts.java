package io.rank1.llama;

import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.speculate.DraftSource;
import io.rank1.core.speculate.Drafter;
import io.rank1.core.speculate.ModelDrafts;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A draft model in llama.cpp, loaded beside the model that it drafts for, with what memory that one
 * has left.
 */
final class LlamaDrafts implements DraftSource {

  /** Vocabularies are padded to round sizes: rank1's of Qwen2 have 151,936 and 152,064 tokens. */
  private static final int MOST_PADDING = 1024;

  private final ModelSummary file;
  private final LlamaModel target;
  private final LlamaOptions options;
  private final Supplier<Machine> machine;
  private final ModelDrafts drafts;
  private LlamaModel model; // null until opened

  /**
   * @param file the draft model, checked
   * @param target the model that is drafted for
   * @param plan how its context is laid out
   * @param options what was asked for it
   * @param machine what is free once it is open
   */
  LlamaDrafts(
      ModelSummary file,
      LlamaModel target,
      LlamaPlan plan,
      LlamaOptions options,
      Supplier<Machine> machine) {
    this.file = file;
    this.target = target;
    this.options =
        options
            .withDrafts(0)
            .withContext(Math.min(plan.context(), file.contextLength()))
            .withParallel(plan.parallel())
            .withBatch(plan.batch())
            .withUbatch(plan.ubatch());
    this.machine = machine;
    int known = Math.min(file.vocabularySize(), target.vocabulary().size());
    this.drafts = new ModelDrafts(this::createRunner, known);
  }

  private ModelRunner createRunner() {
    LlamaPlan plan = new Planner(machine.get()).plan(file, options);
    model = LlamaModel.load(target.runtime(), file.path(), plan.offload());
    try {
      requireSame(model, target);
      return LlamaRunner.create(model, plan, new int[0]);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** Guesses are tokens of one vocabulary that another reads, so both must be the same. */
  private static void requireSame(LlamaModel draft, LlamaModel target) {
    LlamaVocabulary ours = draft.vocabulary();
    LlamaVocabulary theirs = target.vocabulary();
    int known = Math.min(ours.size(), theirs.size());
    if (Math.max(ours.size(), theirs.size()) - known > MOST_PADDING) {
      throw refused(draft, target, theirs.size() + " tokens, this one " + ours.size());
    }
    for (int token = 0; token < known; token++) {
      if (!Arrays.equals(ours.piece(token), theirs.piece(token))
          || ours.kind(token) != theirs.kind(token)
          || ours.endsText(token) != theirs.endsText(token)) {
        throw refused(draft, target, "another token " + token);
      }
    }
  }

  /** A smaller plan would not help. */
  private static Retreat.FinalException refused(LlamaModel draft, LlamaModel target, String why) {
    return new Retreat.FinalException(
        new ModelUnusableException(
            draft.file()
                + ": cannot draft for "
                + target.file()
                + ", whose vocabulary has "
                + why));
  }

  @Override
  public void open(RunnerLimits served) {
    drafts.open(served);
  }

  @Override
  public Drafter drafter() {
    return drafts.drafter();
  }

  @Override
  public void interrupt() {
    drafts.interrupt();
  }

  @Override
  public void close() {
    drafts.close();
    if (model != null) {
      model.close();
    }
  }
}
