package naming

// AutoNameSuffix is what Pulumi's auto-naming appends to a logical name: a hyphen and seven
// hexadecimal digits.
const AutoNameSuffix = 8

// Limits of Google Cloud names, in characters.
const (
	// MaxRedisInstance is the longest Memorystore for Redis instance id: 1 to 40 lower-case
	// letters, digits and hyphens, a letter first, no hyphen last (Memorystore API reference).
	// The provider's own check lets 41 pass; the API does not.
	MaxRedisInstance = 40
	// MinAccountID is the shortest service account id (gcp serviceaccount.Account, AccountId).
	MinAccountID = 6
	// MaxAccountID is the longest service account id (gcp serviceaccount.Account, AccountId).
	MaxAccountID = 30
	// MinRoleID is the shortest custom role id (IAM API reference, CreateRoleRequest.role_id).
	MinRoleID = 3
	// MaxRoleID is the longest custom role id (IAM API reference, CreateRoleRequest.role_id).
	MaxRoleID = 64
	// MaxBucket is the longest bucket name without full stops, on Cloud Storage and on S3
	// (the bucket naming rules of both services).
	MaxBucket = 63
)

// Limits of AWS names, in characters.
const (
	// MaxReplicationGroup is the longest ElastiCache replication group id: letters, digits and
	// hyphens, a letter first, no hyphen last, no two in a row; stored in lower case
	// (ElastiCache API reference, CreateReplicationGroup).
	MaxReplicationGroup = 40
	// MaxLoadBalancer is the longest load balancer name (aws lb.LoadBalancer, Name).
	MaxLoadBalancer = 32
	// MaxTargetGroup is the longest target group name (Elastic Load Balancing API reference, CreateTargetGroup).
	MaxTargetGroup = 32
	// MaxCacheUser is the longest id of an ElastiCache user or user group: lower-case letters, digits and single hyphens, a
	// letter first and no hyphen last (ElastiCache API reference, CreateUser and CreateUserGroup).
	MaxCacheUser = 40
	// MaxServerlessCache is the longest name of a serverless cache (the ElastiCache console; the API reference names none).
	MaxServerlessCache = 40
	// MaxIAMRole is the longest name of an IAM role (IAM API reference, CreateRole).
	MaxIAMRole = 64
	// MaxIAMRolePolicy is the longest name of a policy inside an IAM role (IAM API reference, PutRolePolicy).
	MaxIAMRolePolicy = 128
	// MaxEKSCluster is the longest name of an EKS cluster: letters, digits, hyphens and underscores, a letter or digit first
	// (EKS API reference, CreateCluster).
	MaxEKSCluster = 100
	// MaxNodeGroup is the longest name of a managed node group, of the same form as a cluster's (EKS API reference,
	// CreateNodegroup).
	MaxNodeGroup = 63
	// MaxLaunchTemplate is the longest name of a launch template: letters, digits and ().-/_ (EC2 API reference,
	// CreateLaunchTemplate).
	MaxLaunchTemplate = 128
	// MaxSearchDomain is the longest name of an OpenSearch domain, which has 3 characters or more: lower-case letters, digits
	// and hyphens, a letter first (OpenSearch Service API reference, CreateDomain).
	MaxSearchDomain = 28
)
