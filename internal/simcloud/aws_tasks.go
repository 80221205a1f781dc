package simcloud

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	// maxStopTimeout is how many seconds Fargate gives a container to end.
	maxStopTimeout = 120
	gib            = 1024
)

// awsTaskModels models task definitions. Each new one of a family is its next revision; AWS never uses a number again.
func awsTaskModels() []model {
	return []model{{
		token:  "aws:ecs/taskDefinition:TaskDefinition",
		name:   nameRule{property: "family", fixed: true, min: 1, max: 255, pattern: ecsName, says: ecsNameSays},
		check:  checkTaskDefinition,
		id:     func(s subject) string { return s.name },
		series: series{of: "family", number: "revision"},
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{
				"networkMode": str("bridge"), "enableFaultInjection": boolean(false), "skipDestroy": boolean(false), "trackLatest": boolean(false),
			})
			arn, revision := s.arn("task-definition/"+s.name), max(1, s.number)
			out["arnWithoutRevision"], out["revision"] = str(arn), num(revision)
			out["arn"] = str(arn + ":" + strconv.Itoa(revision))
			return out
		},
	}}
}

// container is what the rules look at in a container definition.
type container struct {
	Name         string
	Image        string
	Essential    *bool
	Privileged   bool
	StopTimeout  *int
	PortMappings []struct{ ContainerPort, HostPort int }
	Environment  []struct{ Name string }
	Secrets      []struct{ Name, ValueFrom string }

	LogConfiguration struct{ LogDriver string }
}

func checkTaskDefinition(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{"none", "bridge", "awsvpc", "host"}, "networkMode")
	r.oneOf([]string{"X86_64", "ARM64"}, "runtimePlatform", "cpuArchitecture")
	r.between(21, 200, "ephemeralStorage", "sizeInGib")
	r.matches(arnForm, "an ARN", "executionRoleArn")
	r.matches(arnForm, "an ARN", "taskRoleArn")
	compatible := texts(in, "requiresCompatibilities")
	for _, with := range compatible {
		if !slices.Contains([]string{"EC2", "FARGATE", "EXTERNAL"}, with) {
			r.fail("requiresCompatibilities", "need EC2, FARGATE or EXTERNAL, got %q", with)
		}
	}
	fargate := slices.Contains(compatible, "FARGATE")
	if fargate {
		checkFargate(r)
	}
	checkContainers(r, fargate)
	return r.failures
}

// fargateSizes are the sizes of memory that go with each size of CPU: from, to and the step, in MiB.
var fargateSizes = map[int]struct{ from, to, step int }{
	256: {512, 2 * gib, gib}, 512: {gib, 4 * gib, gib}, 1024: {2 * gib, 8 * gib, gib}, 2048: {4 * gib, 16 * gib, gib},
	4096: {8 * gib, 30 * gib, gib}, 8192: {16 * gib, 60 * gib, 4 * gib}, 16384: {32 * gib, 120 * gib, 8 * gib},
}

// checkFargate holds the size and the network against what Fargate offers. Sizes such as "1 vCPU" are not looked at.
func checkFargate(r *rules) {
	if mode := text(r.in, "networkMode"); mode != "awsvpc" && !isUnknown(r.in, "networkMode") {
		r.fail("networkMode", "need awsvpc with FARGATE, got %q", mode)
	}
	for _, property := range []resource.PropertyKey{"cpu", "memory"} {
		if !given(r.in, property) {
			r.fail(string(property), "need one with FARGATE, got none")
		}
	}
	cpu, err := strconv.Atoi(text(r.in, "cpu"))
	if err != nil {
		return
	}
	sizes, offered := fargateSizes[cpu]
	if !offered {
		r.fail("cpu", "need one of 256, 512, 1024, 2048, 4096, 8192, 16384 with FARGATE, got %d", cpu)
		return
	}
	memory, err := strconv.Atoi(text(r.in, "memory"))
	if err != nil || cpu == 256 && memory == sizes.from {
		return
	}
	if memory < sizes.from || memory > sizes.to || memory%sizes.step != 0 {
		r.fail("memory", "need %d to %d in steps of %d with cpu %d, got %d", sizes.from, sizes.to, sizes.step, cpu, memory)
	}
}

// checkContainers reads the container definitions. What they hold is not shown: it may be a secret.
func checkContainers(r *rules, fargate bool) {
	const property = "containerDefinitions"
	written := text(r.in, property)
	if written == "" {
		return
	}
	var containers []container
	if err := json.Unmarshal([]byte(written), &containers); err != nil {
		r.fail(property, "need JSON of a list of container definitions, got %d characters that are none", len(written))
		return
	}
	if len(containers) == 0 {
		r.fail(property, "need 1 or more containers, got none")
		return
	}
	names, essential, needsRole := map[string]bool{}, false, false
	for i, c := range containers {
		at := fmt.Sprintf("%s[%d]", property, i)
		if names[c.Name] {
			r.fail(at+".name", "need each name once, got %q again", c.Name)
		}
		names[c.Name] = true
		essential = essential || c.Essential == nil || *c.Essential
		needsRole = needsRole || c.LogConfiguration.LogDriver == "awslogs" || len(c.Secrets) > 0
		checkContainer(r, at, c, fargate)
	}
	if !essential {
		r.fail(property, "need 1 or more essential containers, got none")
	}
	if fargate && needsRole && !given(r.in, "executionRoleArn") {
		r.fail("executionRoleArn", "need a role for logs and secrets with FARGATE, got none")
	}
}

func checkContainer(r *rules, at string, c container, fargate bool) {
	if !ecsName.MatchString(c.Name) || len(c.Name) > 255 {
		r.fail(at+".name", "need at most 255 %s, got %q", ecsNameSays, c.Name)
	}
	if c.Image == "" {
		r.fail(at+".image", "need an image, got none")
	}
	if c.StopTimeout != nil && (*c.StopTimeout < 0 || fargate && *c.StopTimeout > maxStopTimeout) {
		r.fail(at+".stopTimeout", "need 0 to %d, got %d", maxStopTimeout, *c.StopTimeout)
	}
	if fargate && c.Privileged {
		r.fail(at+".privileged", "need false with FARGATE, got true")
	}
	for _, port := range c.PortMappings {
		if port.ContainerPort < 1 || port.ContainerPort > 65535 {
			r.fail(at+".portMappings", "need a containerPort from 1 to 65535, got %d", port.ContainerPort)
		}
		if fargate && port.HostPort != 0 && port.HostPort != port.ContainerPort {
			r.fail(at+".portMappings", "need hostPort %d like the containerPort, got %d", port.ContainerPort, port.HostPort)
		}
	}
	set := map[string]bool{}
	for _, variable := range c.Environment {
		if strings.TrimSpace(variable.Name) == "" {
			r.fail(at+".environment", "need a name for each variable, got none")
		}
		set[variable.Name] = true
	}
	for _, secret := range c.Secrets {
		switch {
		case secret.Name == "" || secret.ValueFrom == "":
			r.fail(at+".secrets", "need a name and a valueFrom for each secret")
		case set[secret.Name]:
			r.fail(at+".secrets", "need a name that no other secret or variable has, got %q again", secret.Name)
		}
		set[secret.Name] = true
	}
}
