package io.rank1.cli.jar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes plain jars of one class, and jars as Spring Boot makes them, with jars inside. */
final class SpringBootJar {

  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Main-Class: org.springframework.boot.loader.launch.JarLauncher
      Start-Class: %s
      Spring-Boot-Classes: BOOT-INF/classes/
      Spring-Boot-Lib: BOOT-INF/lib/

      """;

  private SpringBootJar() {}

  /**
   * Writes a program with all that it needs, and Spring Boot's own loader.
   *
   * @param loader Spring Boot's jar with its loader
   */
  static void write(Path file, Class<?> main, List<Path> libraries, Path loader)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      String manifest = String.format(Locale.ROOT, MANIFEST, main.getName());
      add(zip, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
      try (ZipFile classes = new ZipFile(loader.toFile())) {
        for (ZipEntry entry : Collections.list(classes.entries())) {
          if (entry.getName().endsWith(".class")) {
            add(zip, entry.getName(), classes.getInputStream(entry).readAllBytes());
          }
        }
      }
      for (String folder : List.of("BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/")) {
        add(zip, folder, new byte[0]); // its loader looks for them
      }
      add(zip, "BOOT-INF/classes/" + name(main), code(main));
      for (Path library : libraries) {
        addStored(zip, "BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
      }
    }
  }

  /** Writes a jar with one class. */
  static Path writePlain(Path file, Class<?> type) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      add(zip, name(type), code(type));
    }
    return file;
  }

  private static String name(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] code(Class<?> type) throws IOException {
    try (var in = type.getClassLoader().getResourceAsStream(name(type))) {
      return in.readAllBytes();
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
  }

  /** Its loader reads the jars where they are, and so needs them as they are. */
  private static void addStored(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
  }
}
