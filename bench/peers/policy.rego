# Conftest has no checks of its own. These are written for this comparison, and ask what the policies of the same concern in OPA's
# Gatekeeper library ask (open-policy-agent/gatekeeper-library: privileged-containers, disallowedtags, host-filesystem, capabilities),
# with the parameters that fit: the tag "latest", no host path, and the capabilities that containers have anyway.
package main

containers contains container if some container in input.spec.containers
containers contains container if some container in input.spec.initContainers
containers contains container if some container in input.spec.ephemeralContainers

allowed_capabilities := {
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
	"NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
}

deny contains {"msg": container.name, "check": "privileged"} if {
	some container in containers
	container.securityContext.privileged
}

deny contains {"msg": container.image, "check": "image"} if {
	some container in containers
	endswith(container.image, ":latest")
}

deny contains {"msg": container.image, "check": "image"} if {
	some container in containers
	not contains(container.image, ":")
}

deny contains {"msg": volume.name, "check": "host path"} if {
	some volume in input.spec.volumes
	volume.hostPath
}

deny contains {"msg": container.name, "check": "capability"} if {
	some container in containers
	some capability in container.securityContext.capabilities.add
	not capability in allowed_capabilities
}
