package io.tidemark.emit;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import java.util.List;
import java.util.logging.Logger;

/** Stops the start of an application whose configuration is missing or contradicts itself. */
public class StartupCheck implements Extension {
    private static final Logger LOGGER = Logger.getLogger(StartupCheck.class.getName());

    void check(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        for (StartupRule rule : beans.createInstance().select(StartupRule.class, Any.Literal.INSTANCE)) {
            List<String> problems = rule.problems();
            for (String problem : problems) {
                LOGGER.severe("Cannot start: " + problem);
                validation.addDeploymentProblem(new DeploymentException(problem));
            }
        }
    }
}
