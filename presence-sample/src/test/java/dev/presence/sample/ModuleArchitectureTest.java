package dev.presence.sample;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** What holds across modules; it lives here because the sample is the room that sees them all. */
class ModuleArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes"))
          .importPackages("dev.presence");

  @Test
  void packagesHaveNoCycles() {
    slices()
        .assignedFrom(new Packages())
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void nobodyOutsideCoreTouchesTheEngine() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.presence.testkit..",
            "dev.presence.redis..",
            "dev.presence.websocket..",
            "dev.presence.sample..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.presence.engine..")
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void aStoreKnowsTheSpiAndNotTheTracker() {
    noClasses()
        .that()
        .resideInAPackage("dev.presence.redis..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.presence", "dev.presence.memory..", "dev.presence.websocket..")
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void aTransportKnowsNoStore() {
    noClasses()
        .that()
        .resideInAPackage("dev.presence.websocket..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.presence.memory..", "dev.presence.redis..")
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
