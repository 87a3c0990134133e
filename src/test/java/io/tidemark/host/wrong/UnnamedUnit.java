package io.tidemark.host.wrong;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.logging.Logger;

/** Asks for the persistence unit without its name, though there are two: its own and the emitter's. */
@Singleton
@Startup
public class UnnamedUnit {
    @PersistenceContext
    private EntityManager entities;

    @PostConstruct
    void tell() {
        Logger.getLogger(UnnamedUnit.class.getName())
                .info(() -> "Unnamed unit: " + entities.getMetamodel().getEntities());
    }
}
