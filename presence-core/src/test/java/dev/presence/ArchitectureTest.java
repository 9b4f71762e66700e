package dev.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/**
 * Imports point down: root, then memory and engine, then store, transport and runtime, then model.
 */
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes"))
          .importPackages("dev.presence");

  @Test
  void importsPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("root")
        .definedBy("dev.presence")
        .layer("memory")
        .definedBy("dev.presence.memory..")
        .layer("engine")
        .definedBy("dev.presence.engine..")
        .layer("ports")
        .definedBy("dev.presence.store..", "dev.presence.transport..", "dev.presence.runtime..")
        .layer("model")
        .definedBy("dev.presence.model..")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("memory")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("ports")
        .mayOnlyBeAccessedByLayers("root", "memory", "engine")
        .check(CORE);
  }

  @Test
  void modelUsesTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("dev.presence.model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.presence.model..", "java..", "org.jspecify..")
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void noPackageIsOutsideTheLayers() {
    classes()
        .should()
        .resideInAnyPackage(
            "dev.presence",
            "dev.presence.memory..",
            "dev.presence.engine..",
            "dev.presence.store..",
            "dev.presence.transport..",
            "dev.presence.runtime..",
            "dev.presence.model..")
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .assignedFrom(new Packages())
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CORE);
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
