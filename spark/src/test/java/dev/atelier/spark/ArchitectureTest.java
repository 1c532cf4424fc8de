package dev.atelier.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of structure for what the command line's own test of them does not see. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.atelier");

    @Test
    void theEngineSeesCoreAndNothingBesideItself() {
        noClasses()
                .that()
                .resideInAPackage("dev.atelier.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.atelier.cli..",
                        "dev.atelier.video..",
                        "dev.atelier.scoring..",
                        "dev.atelier.training..",
                        "dev.atelier.storage..",
                        "dev.atelier.testkit..")
                .check(CODE);
    }

    @Test
    void theStagesAreNotTheEnginesBusiness() {
        noClasses()
                .that()
                .resideInAPackage("dev.atelier.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.atelier.core.pipeline..", "dev.atelier.core.store..")
                .check(CODE);
    }

    @Test
    void onlyTheEngineSeesSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.atelier.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "dev.atelier.spark..")
                .check(CODE);
    }
}
