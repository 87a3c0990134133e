package io.tidemark.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CloudNativePG's {@code Cluster}: the part of its definition (1.27) that is used here. */
record DatabaseCluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    enum Method {
        any,
        first
    }

    enum Durability {
        required,
        preferred
    }

    enum Update {
        unsupervised,
        supervised
    }

    enum Presence {
        present,
        absent
    }

    enum Affinity {
        required,
        preferred
    }

    record Spec(
            String description,
            String imageName,
            int instances,
            Update primaryUpdateStrategy,
            boolean enableSuperuserAccess,
            Bootstrap bootstrap,
            Managed managed,
            Postgresql postgresql,
            Spread affinity,
            ResourceRequirements resources,
            Storage storage,
            Storage walStorage,
            @Nullable Backup backup) {}

    record Bootstrap(Initdb initdb) {}

    record Initdb(String database, String owner, Named secret, String encoding, boolean dataChecksums) {}

    record Named(String name) {}

    record Managed(List<Role> roles) {}

    record Role(
            String name,
            Presence ensure,
            boolean login,
            boolean superuser,
            boolean createdb,
            boolean createrole,
            Named passwordSecret) {}

    record Postgresql(
            Map<String, String> parameters, @Nullable Synchronous synchronous) {}

    record Synchronous(Method method, int number, Durability dataDurability, boolean failoverQuorum) {}

    record Spread(boolean enablePodAntiAffinity, Affinity podAntiAffinityType, String topologyKey) {}

    record Storage(String size) {}

    record Backup(Snapshots volumeSnapshot) {}

    record Snapshots(String className, boolean online) {}
}
