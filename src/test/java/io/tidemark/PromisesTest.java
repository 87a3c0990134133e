package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The README names a test for each promise, and those tests run. */
class PromisesTest {
    private static final Pattern TABLE = Pattern.compile("<!-- promises -->(.*)<!-- /promises -->", Pattern.DOTALL);
    private static final Pattern PROOF = Pattern.compile("`([A-Za-z.]+)#(\\w+)`");
    private static final int PROMISES = 8;

    @Test
    void eachPromiseOfTheReadmeIsProvedByTestsThatRun() throws IOException {
        List<String> promises = promises();

        assertThat(promises).hasSize(PROMISES);
        for (String promise : promises) {
            Matcher proof = PROOF.matcher(promise);
            assertThat(proof.find()).as("a test for: %s", promise).isTrue();
            do {
                assertRuns(proof.group(1), proof.group(2));
            } while (proof.find());
        }
    }

    private static List<String> promises() throws IOException {
        Matcher table = TABLE.matcher(Files.readString(Path.of("README.md")));
        assertThat(table.find()).as("the table of promises").isTrue();
        return table.group(1)
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .toList();
    }

    private static void assertRuns(String name, String method) {
        Class<?> test;
        try {
            test = Class.forName("io.tidemark." + name);
        } catch (ClassNotFoundException e) {
            fail("There is no test " + name);
            return;
        }
        Method[] methods = Arrays.stream(test.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .toArray(Method[]::new);
        assertThat(methods).as("%s#%s", name, method).hasSize(1);
        assertThat(isTest(methods[0]) && !isDisabled(test) && !isDisabled(methods[0]))
                .as("%s#%s runs", name, method)
                .isTrue();
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private static boolean isDisabled(AnnotatedElement element) {
        return element.isAnnotationPresent(Disabled.class);
    }
}
