package io.rank1.llama.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeLocationTest {

  @TempDir Path dir;
  private Path copies;

  @BeforeEach
  void makeFolder() throws IOException {
    copies = Files.createDirectory(dir.resolve("copies"));
  }

  /** Makes a jar; the content of each file is its name. */
  private Path jar(String name, String... entries) throws IOException {
    Path file = dir.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        if (!entry.endsWith("/")) {
          zip.write(entry.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "file:/x/a.jar, /x/a.jar, ''",
    "file:/x/classes/, /x/classes, ''",
    "file:/a%20b/c%2B%C3%A9.jar, /a b/c+é.jar, ''",
    "file:/a b/c.jar, /a b/c.jar, ''",
    "file:/odd!/a.jar, /odd!/a.jar, ''",
    "jar:file:/x/a.jar!/, /x/a.jar, ''",
    "jar:file:/x/app.jar!/BOOT-INF/lib/a.jar!/, /x/app.jar, BOOT-INF/lib/a.jar",
    "jar:file:/x/app.jar!/BOOT-INF/classes!/, /x/app.jar, BOOT-INF/classes",
    "jar:nested:/x/app.jar/!BOOT-INF/lib/a-1.0+b.jar!/, /x/app.jar, BOOT-INF/lib/a-1.0+b.jar",
    "jar:nested:/a%20b/app.jar/!BOOT-INF/classes/!/, /a b/app.jar, BOOT-INF/classes",
    "war:file:/x/app.war*/WEB-INF/lib/a.jar, /x/app.war, WEB-INF/lib/a.jar",
    "war:file:/x/app.war^/WEB-INF/lib/a.jar, /x/app.war, WEB-INF/lib/a.jar",
    "jar:war:file:/x/app.war*/WEB-INF/lib/a.jar!/, /x/app.war, WEB-INF/lib/a.jar"
  })
  @DisabledOnOs(OS.WINDOWS)
  void readsWhatClassLoadersWrite(String location, Path file, String inside) throws IOException {
    assertThat(CodeLocation.parse(location)).isEqualTo(new CodeLocation(file, inside));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vfs:/content/app.war/WEB-INF/lib/a.jar",
        "jrt:/io.rank1.llama",
        "bundle://12.0:1/",
        "http://host/a.jar",
        "jar:http://host/a.jar!/",
        "file:a.jar",
        ""
      })
  void saysWhatItCannotRead(String location) {
    assertThatThrownBy(() -> CodeLocation.parse(location))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read classes from")
        .hasMessageEndingWith(location);
  }

  @Test
  void whatLiesOnTheDiskIsTakenAsItIs() throws IOException {
    Path jar = jar("a.jar", "A.class");
    assertThat(new CodeLocation(jar, "").onDisk(copies, "0-")).isEqualTo(jar);
    assertThat(new CodeLocation(dir, "").onDisk(copies, "1-")).isEqualTo(dir);
    assertThat(copies).isEmptyDirectory();
  }

  @Test
  void aJarInAJarIsCopiedOut() throws IOException {
    Path outer = jar("app.jar", "BOOT-INF/", "BOOT-INF/lib/", "BOOT-INF/lib/a.jar");
    Path copy = new CodeLocation(outer, "BOOT-INF/lib/a.jar").onDisk(copies, "3-");

    assertThat(copy).isEqualTo(copies.resolve("3-a.jar")).hasContent("BOOT-INF/lib/a.jar");
  }

  @Test
  void aFolderInAJarIsCopiedOutWithAllBelow() throws IOException {
    String classes = "WEB-INF/classes/";
    Path outer = jar("a.war", classes, classes + "A.class", classes + "b/C.class", "WEB-INF/x");
    Path copy = new CodeLocation(outer, "WEB-INF/classes").onDisk(copies, "0-");

    Map<String, String> found = new TreeMap<>();
    try (var files = Files.walk(copies)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(copy.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    assertThat(found)
        .isEqualTo(Map.of("A.class", classes + "A.class", "b/C.class", classes + "b/C.class"));
  }

  @Test
  void saysWhatIsNotInAJar() throws IOException {
    Path outer = jar("app.jar", "A.class");
    assertThatThrownBy(() -> new CodeLocation(outer, "lib/a.jar").onDisk(copies, "0-"))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no lib/a.jar in " + outer);
  }

  @Test
  void nothingIsWrittenBesideTheFolder() throws IOException {
    Path outer = jar("app.jar", "in/../../../evil.class");
    assertThatThrownBy(() -> new CodeLocation(outer, "in").onDisk(copies, "0-"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leads out of it");
    assertThat(dir.resolve("evil.class")).doesNotExist();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aNameThatWouldEndTheClassPathIsGivenAnother() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("a:b"));
    Path found = new CodeLocation(folder, "").onDisk(copies, "0-");

    assertThat(found.getFileName()).hasToString("0-");
    assertThat(found.toRealPath()).isEqualTo(folder.toRealPath());
  }
}
