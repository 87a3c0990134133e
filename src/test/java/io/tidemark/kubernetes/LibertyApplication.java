package io.tidemark.kubernetes;

import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.util.List;

/** The Open Liberty Operator's {@code OpenLibertyApplication}: the part of its definition (1.4) that is used here. */
record LibertyApplication(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(
            String applicationImage,
            Account serviceAccount,
            boolean disableServiceLinks,
            boolean manageTLS,
            boolean manageLTPA,
            boolean expose,
            Policy networkPolicy,
            Rollout deployment,
            Port service,
            List<EnvFromSource> envFrom,
            List<EnvVar> env,
            Probes probes,
            Autoscaling autoscaling,
            Spread topologySpreadConstraints,
            ResourceRequirements resources,
            SecurityContext securityContext,
            List<VolumeMount> volumeMounts,
            List<Volume> volumes) {}

    record Account(String name, boolean mountToken) {}

    record Policy(boolean disable) {}

    record Rollout(DeploymentStrategy updateStrategy) {}

    record Port(String type, int port, String portName) {}

    record Probes(Probe startup, Probe readiness, Probe liveness) {}

    record Autoscaling(
            int minReplicas, int maxReplicas, List<MetricSpec> metrics, HorizontalPodAutoscalerBehavior behavior) {}

    record Spread(boolean disableOperatorDefaults, List<TopologySpreadConstraint> constraints) {}
}
