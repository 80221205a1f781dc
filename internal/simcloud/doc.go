// Package simcloud models the clouds behind both test fronts: what a provider computes, names, refuses, replaces,
// and how long each operation takes in the real cloud. It speaks the engine's own language, [resource.PropertyMap],
// so that a front only has to hand requests over.
//
// # What it does for every type
//
// The table in package schema says which inputs a type has, which of them are required or force a replacement, and which
// outputs the provider computes. From it a [Cloud] checks inputs, gives auto-names, and fills outputs with values of the right
// type. All of them are derived by hashing: two runs of one program make the same graph, and a replacement makes a
// different object. No clock and no random source is read. A type that the table does not hold still works (its inputs
// come back as outputs) and is listed by [Cloud.Unmodelled].
//
// # How to add a model
//
// Behaviour that the table cannot know is a model: one value in the slice of its family's file (gcp_redis.go, random.go, …).
// Every field but the token is optional:
//
//	{
//		token: "aws:lb/targetGroup:TargetGroup",
//		// What its physical name must look like. With a property that the program leaves out, the name is made up;
//		// one that gets too long is an error, as in the real providers.
//		name: nameRule{property: "name", max: 32, unique: true},
//		// The exact inputs whose change replaces; nil leaves that to the table.
//		replace: []string{"name", "port", "protocol", "vpcId"},
//		// Replacements that depend on the direction of a change, such as a downgrade.
//		replaceWhen: func(old, next resource.PropertyMap) []string { … },
//		// Value rules. Inputs hold no secret wrappers; an unknown value reads like a missing one.
//		check: func(in resource.PropertyMap) []Failure { … },
//		// The id, when it is more than the provider's usual form.
//		id: func(s subject) string { return s.arn("targetgroup/" + s.name + "/" + s.hex("arn", 16)) },
//		// Outputs that need more than the generic value of their type. An empty value means that there is none.
//		outputs: func(s subject) resource.PropertyMap { … },
//		// Outputs among them that each update computes anew; the others keep the value they were created with.
//		follow: []string{"state"},
//		// The same for those that the inputs and the name alone decide: a preview knows them while they stay as they are.
//		derived: []string{"memberClusters"},
//		// Blocks that stay as they are when the program leaves them out.
//		sticks: []string{"accessLogs"},
//		// Objects that share a text are numbered: subject.number is one more than any number before it, also of an object
//		// that is gone. The output has to hold it. Deleting by the id a number that is gone leaves a later one that took the id over.
//		series: series{of: "family", number: "revision"},
//		// How long the real cloud takes; depends, when that depends on what changes.
//		takes: durations{create: 20 * time.Second, depends: func(op Op, old, next resource.PropertyMap) time.Duration { … }},
//		// What the cloud refuses to create or change because of the other objects that live; was is empty on create.
//		admit: func(was, o Object, live []Object) refusal { return refuse("InvalidSubnet.Conflict", "…") },
//		// What the cloud refuses to delete because of the object's own inputs, as the state has them.
//		keep: func(in resource.PropertyMap) refusal { return refuse("OperationNotPermitted", "…") },
//		// The inputs of other types that keep an object from being deleted by naming its id, at any depth.
//		inUse: use{code: "DependencyViolation", by: []holder{{"aws:ec2/subnet:Subnet", "vpcId"}}},
//		// What deleting an object leaves behind. It is stored and told of like any object, under a token of its own, and
//		// nothing deletes it. When it is there already, the deletion is refused with the code and changes nothing. The
//		// object is asked for with the inputs of the state, as a provider deletes with those.
//		leaves: leftover{object: finalSnapshot, taken: "SnapshotAlreadyExistsFault"},
//		// The changes that the provider refuses when it plans, so that a preview fails already. Values may be unknown.
//		moves: func(old, next resource.PropertyMap) refusal { … },
//		// The other objects that cease to be when this one is made or deleted. It is asked too when one that is gone already is
//		// deleted once more, with what the state holds of it.
//		ousts: func(o, other Object) bool { … },
//		// Whether what the state holds is still what lives here. What is not proved was not found, and there are no imports.
//		proves: func(state, live resource.PropertyMap) bool { … },
//		// The warning with which the provider takes an object that it cannot read, for whatever reason, to be gone. See [Unproven].
//		unproven: "the tokens could not be verified",
//	}
//
// The family's function (gcpModels, randomModels, …) is listed in newModels. A test by value belongs to every rule. An
// input that always replaces goes into the table (undocumented.go of package gen) rather than into the model.
//
// # Kubernetes clusters
//
// The address of the API server in a provider's kubeconfig ([NewKubernetes]) is the identity of a cluster, and part of the
// key of every object in it: two clusters hold one namespace and name independently. A cluster that is an object of this
// cloud, an EKS cluster by its endpoint, answers while that object lives, and what lives in it goes with it. Any other
// address is a cluster that somebody else runs: it answers unless it is cut off. A provider without a kubeconfig goes to
// the cluster of the machine's own, which takes everything.
//
// A call that does not reach its cluster fails with the real provider's words ([UnreachableError]); deleteUnreachable and
// skipUpdateUnreachable do what they do there, and a preview of custom resources asks nobody. The provider itself is
// replaced by its real rule: with its clusterIdentifier, or without one when the active cluster of the kubeconfig differs
// or is not known yet, be it in the certificate authority alone.
//
// Creating is a server-side apply, as by default in the provider: an object that is there already is adopted, and refused
// as a conflict where a field would get another value. It stays one object: whoever deletes it deletes it for all. With
// enableServerSideApply off it is refused as existing. Updating what is not there is refused.
//
// A custom resource in a cluster of this cloud needs its CustomResourceDefinition there, made beforehand: the provider's
// retries are not modelled. Nobody knows what other clusters have, so nothing is asked of them. A Helm chart
// (kubernetes:helm.sh/v4:Chart) has the objects that [Cloud.Chart] outlines.
//
// # Twingate
//
// Of a connector's pairs of tokens only the one that works is an object, an output accessToken with it. Making another pair ends
// it, under whatever URN; so does deleting any pair of the connector, one that is gone already too, because the provider deletes by
// making a pair that it throws away. A pair that a state holds works as long as an object of its type has its connectorId and its
// accessToken. A replacement that creates before it deletes therefore leaves no object, and a pair in the state that is dead.
//
// A refresh verifies the tokens. When it cannot, for whatever reason, the provider warns and takes them to be gone ([Unproven]), and
// the engine drops them from the state: a pair that was ended, and one whose read fails. The object of the latter stays until the next
// pair ends it.
//
// # Limits
//
// An imported object, and one that a look-up found, is remembered until the process ends; Changed does not tell of it.
// Providers (pulumi:providers:…) other than that of Kubernetes are never replaced. A bucket can be deleted whatever is in it. Only inputs of
// the types that a model lists hold other objects. What a snapshot holds is not modelled: restoring from a name that no
// object has works. A changed node type or version takes its full time, also where it waits for the maintenance window.
//
// A number of a series that was given to an object which is gone is remembered until the process ends. While one task
// definition replaces another one, both cannot have the family as their id, as they have in AWS: the second gets another
// id. Container definitions are compared as texts. Tasks always start: no deployment is rolled back, and a service takes
// its time also when nobody waits for a steady state. The network of a load balancer is made up; its listeners, and the
// rules of a listener, do not go with it. Rules of a listener that lives elsewhere may have one priority.
//
// EKS waits for nothing: a node group needs its network add-on there first, a Deployment add-on its nodes, and a policy association its
// entry. What AWS gives up on after a long wait is refused at once and leaves nothing. A log group that is made after its cluster
// is not refused. A cluster's add-ons, entries and associations do not go with it, and a cluster that lives elsewhere is taken to live. A
// launch template can be deleted while a node group uses it. A second record of one name without a routing policy overwrites the first.
//
// OpenSearch delivers logs to a group that no log resource policy covers as long as no such policy lives here: it is then taken to
// be made elsewhere. Every IAM role that is looked up is found. Updates of a domain are not serialised; tags, volumes, logs and
// windows take 5 minutes, other changes 40.
//
// Instances of a scaling group are no objects: its launch template and its security groups can be deleted while it lives, no lifecycle hook is
// waited for beyond the usual time, and no instance refresh is begun. A group that says neither where nor what it starts is taken. Of a launch
// template that lives here, an image and a size are wanted in the newest version only. On Google Cloud, machines, their disks and their
// networks are no objects either; an instance template that lives elsewhere fits, and so does every service account. A secret version
// that is to be disabled or abandoned is deleted like others, and so are those of a secret that goes. Standby, stateful and canary
// settings of a group are not looked at.
//
// A cluster of this cloud that has a second address is two clusters; one elsewhere is the same cluster under every address
// that its provider moves to without being replaced. One context of the machine's kubeconfig is like another. Credentials
// are not looked at. Whether a cluster answers is decided for each call, not once when its provider starts. A namespace need
// not exist, and deleting it, or a definition, leaves what is in it; finalizers hold nothing. Server-side apply takes a list
// for one field. ConfigMaps and Secrets are always replaced, whatever the provider says of mutable ones. The load balancer of
// an Ingress or a Service is no object: when the state forgets one of those without deleting it, because its cluster is gone or
// does not answer, the real cloud keeps the load balancer and its security groups, and nothing here tells of them. Charts that
// no outline exists for have one Deployment, and those of helm.sh/v3 none.
//
// Deleting a traffic filter of Elastic Cloud, or a deployment, is never refused. The provider takes the filter off its deployments first, which
// opens those that had no other: here the associations, and the lists of the deployments, stay as they are, and nothing tells who can reach a
// deployment. A filter or a deployment that lives elsewhere fits. Whether a region has a template or a version is not looked at: of a
// version only its form and the way from the one before. A size that is left out stays empty, and one that the template does not have is
// taken. The codes of a refused association, region of a filter, and downgrade are not those of the real API.
// A password that is reset stays reset, and no later run resets it again. An ec type that byhand.go of package gen does not list is unmodelled.
//
// No connector of Twingate ever runs: its state is DEAD_NO_HEARTBEAT, and what its host would tell is empty. Whether what runs it has
// the tokens that work is for a test to compare. The verification of new tokens right after they are made never fails. A remote network
// can be deleted with connectors and resources in it; groups, policies and networks that are named by id fit. Default tags of the provider
// are not added. A group that is looked up by its name, and a user by the address, is found, whatever that is, and is none of those made here. Other
// look-ups of several objects are unmodelled. Rules of an access policy are those of the documentation; its durations are
// read as Go writes them.
//
// A value rule here is a copy of what a provider checks; that the cloud itself accepts a request is proved by neither
// front. Required properties and kinds are checked on the top level of a resource only, not inside nested objects.
package simcloud
