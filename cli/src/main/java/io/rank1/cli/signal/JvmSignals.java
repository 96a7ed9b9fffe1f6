package io.rank1.cli.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals of this process, through {@code sun.misc.Signal} of the module jdk.unsupported: a
 * shutdown hook comes too late to let the main thread end its work, and is told of the first signal
 * only. It is looked up by name, since the compiler warns of its use and cannot be told not to. A
 * signal that the process was started to ignore stays ignored. Where signals cannot be had, they
 * keep their usual effect.
 */
public final class JvmSignals implements Signals {

  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  @Override
  public Registration handle(Consumer<EndSignal> handler) {
    Map<EndSignal, Object> before = new EnumMap<>(EndSignal.class);
    for (EndSignal signal : EndSignal.values()) {
      try {
        before.put(signal, install(signal, proxy(signal, handler)));
      } catch (ReflectiveOperationException e) {
        Logger log = LoggerFactory.getLogger(JvmSignals.class);
        log.info("SIG{} keeps its usual effect: {}", signal, e.toString());
      }
    }
    return () -> restore(before);
  }

  @Override
  public void endNow(EndSignal signal) {
    Runtime.getRuntime().halt(signal.code().number());
  }

  private static void restore(Map<EndSignal, Object> before) {
    List<Exception> problems = new ArrayList<>();
    before.forEach(
        (signal, handler) -> {
          try {
            install(signal, handler);
          } catch (ReflectiveOperationException e) {
            problems.add(e);
          }
        });
    if (!problems.isEmpty()) {
      throw new IllegalStateException("a signal's handler is not restored", problems.get(0));
    }
  }

  /** Sets a signal's handler and returns the one before. */
  private static Object install(EndSignal signal, Object handler)
      throws ReflectiveOperationException {
    Class<?> signals = Class.forName(SIGNAL);
    Method handle = signals.getMethod("handle", signals, Class.forName(HANDLER));
    try {
      return handle.invoke(
          null, signals.getConstructor(String.class).newInstance(signal.name()), handler);
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(e.getCause());
    }
  }

  private static Object proxy(EndSignal signal, Consumer<EndSignal> handler)
      throws ClassNotFoundException {
    Class<?> type = Class.forName(HANDLER);
    InvocationHandler calls =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                handler.accept(signal);
                yield null;
              }
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              default -> "rank1's handler of SIG" + signal;
            };
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls);
  }
}
