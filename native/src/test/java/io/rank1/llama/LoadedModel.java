package io.rank1.llama;

import io.rank1.core.profile.ProfileMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The random model of {@link Fixtures}, loaded on the CPU once for all tests of a class. */
final class LoadedModel implements BeforeAllCallback, AfterAllCallback {

  private Path file;
  private LlamaModel model;
  private int[] answers;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    file = Fixtures.randomQwen2(Files.createTempDirectory("rank1-model"));
    model = Fixtures.load(file);
    answers = ProfileMethod.rank1().answers(model.vocabulary());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    model.close();
    Files.delete(file);
    Files.delete(file.getParent());
  }

  int[] answers() {
    return answers;
  }

  LlamaModel model() {
    return model;
  }

  /** A runner that belongs to the calling thread. */
  LlamaRunner runner(LlamaPlan plan) {
    return LlamaRunner.create(model, plan, answers);
  }

  /** The same, with a number of threads that changes. */
  LlamaRunner runner(LlamaPlan plan, ThreadCount threads) {
    return LlamaRunner.create(model, plan, answers, threads);
  }
}
