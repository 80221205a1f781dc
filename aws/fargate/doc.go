// Package fargate runs containers on AWS Fargate: services behind a shared load balancer, workers without one, scheduled
// tasks and tasks that are run by hand.
//
//	listener := fargate.NewListener(fargate.ListenerArgs{
//		HTTPSListenerARN: lb.HTTPSListenerARN, SecurityGroupID: lb.SecurityGroupID, LoadBalancerARNSuffix: lb.ARNSuffix,
//	})
//	web, err := fargate.NewService(ctx, "web", &fargate.ServiceArgs{
//		Tags: tags, ClusterARN: cluster.ARN, VPCID: net.VPCID, SubnetIDs: net.EgressSubnetIDs,
//		Task:     fargate.Task{Image: pulumi.String(image)},
//		Port:     8080,
//		Listener: listener,
//		Routes:   []fargate.Route{{Hosts: []string{"shop.example.com"}}},
//	})
//
// # What a service makes
//
//   - what a task needs: its definition, the role that starts it, the role that the application has, their policies and the log
//     group, roles "task-definition", "execution-role", "execution-policy", "task-role", "task-policy-…" and "log-group";
//   - the security group of the tasks, role "security-group", with a rule for each thing that tasks may connect to, roles
//     "security-group-egress-…";
//   - with a Listener: the target group, role "target-group"; a rule for each route, roles "route-<priority>"; and the way
//     from the load balancer to the tasks, on both sides, roles "security-group-ingress-load-balancer-<port>" and
//     "load-balancer-egress-<port>";
//   - the ECS service, role "service";
//   - with Autoscaling: role "autoscaling", and "cpu-scaling", "memory-scaling" and "requests-scaling" as asked for;
//   - alarms, roles "…-alarm";
//   - what must not change, role "identity".
//
// With BlueGreen what a task needs, target group, service and alarms exist twice, roles "blue-…" and "green-…".
//
// # Clusters, and tasks that end
//
// [NewCluster] makes a cluster with Fargate and Fargate Spot, Container Insights, and a log of all ECS Exec sessions.
//
// [NewTask] makes what a migration or another task by hand needs, without running it: role "task-definition" and what goes
// with it, and role "security-group". [NewScheduledTask] adds a schedule with a role of its own, and an alarm on runs that could
// not be started, roles "schedule-group", "schedule-role", "schedule-policy", "schedule" and "start-alarm".
//
// # Defaults of services
//
//	field                default
//	Task.CPU, MemoryMB   256, and the least that goes with the CPU
//	Task.User            65532; the root file system is read-only but for /tmp
//	DesiredCount         2; Development 1. Production refuses fewer than 2
//	DeployWithin         2 minutes, see below
//	PullTime             45 seconds
//	StartupTime          5 seconds
//	ShutdownTime         5 seconds
//	RequestTime          5 seconds
//	MaximumPercent       200: all new tasks at once, while all old ones serve
//	HealthCheck          GET / answers 200 to 299
//	BlueGreen            none: rolling deployments
//	Autoscaling          none
//	Egress               none beside HTTPS to anywhere
//	LogRetentionDays     365; Development 30
//	KMSKeyARN            a key of AWS's
//	DisableAlarms        false
//
// There is no switch for a public address (never), the circuit breaker with roll-back (always), the latest platform version,
// rebalancing over zones, and waiting for the tasks to run.
//
// # How a roll-out spends its time
//
// [PlanDeploy] shows the sum that DeployWithin is checked against, line by line; the component has it as an output. The
// defaults take 119 seconds, where those of AWS and its provider add up to 509 by the same arithmetic: 90 seconds of health
// checks and 300 of deregistration. What the budget leaves goes into the health check: one every 10 seconds where that fits,
// and one every 5 otherwise. ECS waits for the whole deregistration delay before it stops a task, idle or not, so that is as long as
// RequestTime and no longer. Up to 100 tasks fit into the default.
//
// A deployment whose tasks fail is rolled back by ECS after 3 failed tasks (more for more than 6 tasks). ECS then calls the
// service steady, so this package compares the revision that runs with the one that was registered, and fails the update. The
// next update tries again. A first deployment has nothing to go back to: it fails after the timeout, 10 minutes or 5 planned
// roll-outs, whichever is longer. Nobody asks a worker how it is: its tasks are good when they run, and one that ends later
// is started again without failing the deployment.
//
// # Blue/green
//
// Two services run side by side, and the rules send everything to one of them. A flip of Active changes the rules, in seconds;
// flipping back is the roll-back. Deploy the new image to the idle colour first and flip in the next update. No request
// reaches the idle colour; that the load balancer found it healthy is what is known of it. A change of CPU, settings or secrets
// reaches both colours in the same update.
//
// # Routes and priorities
//
// A rule's priority is made of its route's conditions and nothing else: how specific they are, and a hash. So no rule changes
// when others come, go or change places. The order, first tried first:
//
//	    1 –  5000  never made, free for Route.Priority
//	 5001 –  8000  three or more conditions; exact hosts before others
//	 8001 – 19000  an exact host and one more: by depth of the path, deepest first
//	19001 – 23000  two conditions without an exact host: by depth of the path
//	23001 – 39000  nothing but exact hosts
//	39001 – 48000  nothing but paths of one or more segments: deepest first
//	48001 – 50000  nothing but a wildcard host, a path that begins with a wildcard, a header or a source
//
// Depth is the number of path segments before the first wildcard, and 3 stands for more; of several paths the shallowest one
// counts. Where two routes of one band overlap, such as /a* and /ab*, set Route.Priority.
//
// Two routes that meet on one number, or that are the same, are refused, with both services named; the first is healed by
// setting the free priority that the error suggests. That happens by chance to 1 in 80 listeners with 20 exact hosts, and to 1 in 4
// with 100. Only the services of one program that share a [Listener] are compared: AWS refuses a priority that
// another stack has.
//
// AWS takes 100 target groups for a load balancer, 100 rules unless the quota is raised, and 60 egress rules for its security group
// unless that one is.
//
// # What a change replaces
//
// ClusterARN, VPCID, and switching BlueGreen on or off are refused: see the fields. Nothing else replaces a service or a
// target group.
//
//	image, CPU, settings, secrets   a new revision of the task definition (the old one stays for a roll-back), and a roll-out
//	Port                            the same, and new security group rules; the old ones go after the roll-out
//	Routes                          rules alone: other conditions are a new rule, made before the old one goes
//	Listener                        each rule is made anew on the other listener
//	times, HealthCheck              target group and service in place; ShutdownTime is a new revision and a roll-out
//	BlueGreen.Active                the rules alone, in place
//
// A route, or a priority, that moves from one service to another takes two updates, or another Route.Priority: for a moment
// there would be two rules of one priority, which AWS refuses.
//
// # Alarms
//
//	CPU        80 % on average for 10 minutes (95 % where the autoscaler keeps it near a target)
//	memory     80 % in any task for 10 minutes (95 % likewise)
//	running    fewer tasks than desired for 10 minutes; needs Container Insights on the cluster
//	capacity   the autoscaler at its maximum for 15 minutes; needs Container Insights
//	health     a target that fails its health checks for 5 minutes
//	errors     5 % of requests answered with HTTP 5xx by the tasks, in 3 of 5 minutes
//
// # Cost drivers
//
// Tasks by CPU and memory and second, twice with BlueGreen and for the time of a roll-out; logs by volume; NAT or endpoints by what
// goes through them, image pulls first; alarms by metric.
//
// # What it does not do
//
// It makes no network, load balancer, certificate, DNS record or image repository. Service Connect, sticky sessions,
// deployment alarms, Fargate Spot, sidecars, EFS and several ports are left out. Two stacks do not know of each other's routes.
//
// # Limits of proof
//
// Durations are a budget made of public reports, not measured by us: 45 seconds for interface and pull stand for an image of 150 MB
// in a registry of the same region, and an update takes longer where that takes longer. DeployWithin is checked
// against the sum, never enforced on AWS. That ECS starts 500 tasks a minute for a service is from memory of its quotas.
// AWS's documentation speaks of 3 values in a condition beside 5 in a rule; only the latter is checked.
// Tests prove what is sent, that a roll-back fails the update when the provider reports it, and under the engine what a change
// touches; not that AWS accepts it.
package fargate
