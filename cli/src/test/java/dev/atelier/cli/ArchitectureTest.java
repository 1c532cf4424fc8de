package dev.atelier.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of the code's structure. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.atelier");

    @Test
    void coreKnowsNothingOutsideItself() {
        noClasses()
                .that()
                .resideInAPackage("dev.atelier.core..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("dev.atelier.core..", "java..", "com.fasterxml.jackson..")
                .check(CODE);
    }

    @Test
    void adaptersSeeCoreAndNothingBesideThemselves() {
        for (String adapter : new String[] {"video", "scoring", "training", "storage"}) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.atelier." + adapter + "..")
                    .should()
                    .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                            "belong to another module",
                            other -> other.getPackageName().startsWith("dev.atelier.")
                                    && !other.getPackageName().startsWith("dev.atelier.core")
                                    && !other.getPackageName().startsWith("dev.atelier." + adapter)))
                    .check(CODE);
        }
    }

    @Test
    void portsNeverSeeTheStages() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.atelier.core.failure..",
                        "dev.atelier.core.store..",
                        "dev.atelier.core.media..",
                        "dev.atelier.core.scoring..",
                        "dev.atelier.core.motion..",
                        "dev.atelier.core.job..",
                        "dev.atelier.core.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.atelier.core.pipeline..")
                .check(CODE);
    }

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        slices().matching("dev.atelier.core.(*)..").should().beFreeOfCycles().check(CODE);
        slices().matching("dev.atelier.scoring.(*)..").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(CODE);
    }

    @Test
    void nothingStaticChanges() {
        noFields()
                .that()
                .areStatic()
                .should()
                .notHaveModifier(JavaModifier.FINAL)
                .check(CODE);
    }

    @Test
    void onlyTheCompositionRootMakesAdapters() {
        classes()
                .that()
                .haveSimpleName("FfmpegVideoIo")
                .or()
                .haveSimpleName("OnnxRuntime")
                .or()
                .haveSimpleName("JdkImageIo")
                .or()
                .haveSimpleName("AzureBlobStore")
                .or()
                .haveSimpleName("S3Store")
                .should()
                .onlyBeAccessed()
                .byAnyPackage(
                        "dev.atelier.video..", "dev.atelier.scoring..", "dev.atelier.storage..", "dev.atelier.cli")
                .check(CODE);
    }
}
