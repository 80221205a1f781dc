package ecstask

import (
	"fmt"
	"regexp"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
)

// privateRegistry is a repository of Amazon ECR, with the groups account, region, domain and name.
var privateRegistry = regexp.MustCompile(
	`^([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(amazonaws\.com|amazonaws\.com\.cn|on\.aws|on\.amazonwebservices\.com\.cn)/([^:@]+)`)

// StartTrust is the trust policy of the role that starts tasks.
func StartTrust() (string, error) { return iampolicy.Document(tasksMayAssume()) }

// TaskTrust is the trust policy of the role that the application has: tasks of this account and region may have it. The ARN of the log
// group says which these are. AWS documents the condition for the role of the application only, so [StartTrust] goes without.
func TaskTrust(block, logGroup string) (string, error) {
	where, err := awsform.Locate(block, logGroup)
	if err != nil {
		return "", err
	}
	trust := tasksMayAssume()
	trust.Condition = iampolicy.Conditions{
		"StringEquals": {"aws:SourceAccount": {where.Account}},
		"ArnLike":      {"aws:SourceArn": {fmt.Sprintf("arn:%s:ecs:%s:%s:*", where.Partition, where.Region, where.Account)}},
	}
	return iampolicy.Document(trust)
}

func tasksMayAssume() iampolicy.Statement {
	return iampolicy.Statement{
		Sid: "Tasks", Effect: "Allow", Principal: map[string]string{"Service": "ecs-tasks.amazonaws.com"}, Action: []string{"sts:AssumeRole"},
	}
}

// ScheduleTrust is the trust policy of the role that the schedules of one group act with.
func ScheduleTrust(block, group string) (string, error) {
	where, err := awsform.Locate(block, group)
	if err != nil {
		return "", err
	}
	return iampolicy.Document(iampolicy.Statement{
		Sid: "Schedule", Effect: "Allow", Principal: map[string]string{"Service": "scheduler.amazonaws.com"}, Action: []string{"sts:AssumeRole"},
		Condition: iampolicy.Conditions{"StringEquals": {"aws:SourceAccount": {where.Account}, "aws:SourceArn": {group}}},
	})
}

// MayStart lets the role that starts a task write to the log group, and pull the image where its repository is a private one of Amazon ECR.
func MayStart(block, logGroup, image string) ([]iampolicy.Statement, error) {
	where, err := awsform.Locate(block, logGroup)
	if err != nil {
		return nil, err
	}
	statements := []iampolicy.Statement{iampolicy.Allow("Logs", []string{"logs:CreateLogStream", "logs:PutLogEvents"}, logGroup+":*")}
	if repository := Repository(where.Partition, image); repository != "" {
		statements = append(statements,
			iampolicy.Allow("Login", []string{"ecr:GetAuthorizationToken"}, "*"), // the action knows no resources
			iampolicy.Allow("Pull", []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, repository))
	}
	return statements, nil
}

// Repository is the ARN of an image's repository in a private registry of Amazon ECR; empty for an image from elsewhere.
func Repository(partition, image string) string {
	parts := privateRegistry.FindStringSubmatch(image)
	if parts == nil {
		return ""
	}
	return fmt.Sprintf("arn:%s:ecr:%s:%s:repository/%s", partition, parts[2], parts[1], parts[4])
}
