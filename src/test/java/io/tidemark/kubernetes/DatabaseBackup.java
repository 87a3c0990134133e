package io.tidemark.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;

/** CloudNativePG's {@code ScheduledBackup}: the part of its definition (1.27) that is used here. */
record DatabaseBackup(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    enum Owner {
        none,
        self,
        cluster
    }

    enum Method {
        barmanObjectStore,
        volumeSnapshot,
        plugin
    }

    record Spec(
            String schedule,
            boolean immediate,
            Owner backupOwnerReference,
            Method method,
            DatabaseCluster.Named cluster) {}
}
