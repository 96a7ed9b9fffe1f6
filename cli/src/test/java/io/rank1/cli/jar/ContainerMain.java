package io.rank1.cli.jar;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Runs {@link AutoMain} as a servlet container does: its class path has nothing of it. */
public final class ContainerMain {

  private ContainerMain() {}

  /**
   * @param args the jars and folders of the program
   */
  public static void main(String[] args) throws Exception {
    URL[] urls = new URL[args.length];
    for (int i = 0; i < args.length; i++) {
      urls[i] = Path.of(args[i]).toUri().toURL();
    }
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      loader
          .loadClass("io.rank1.cli.jar.AutoMain")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    }
  }
}
