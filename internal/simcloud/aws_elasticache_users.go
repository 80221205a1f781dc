package simcloud

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	cacheUserToken = "aws:elasticache/user:User"
	userGroupToken = "aws:elasticache/userGroup:UserGroup"
)

var cacheUserName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

const cacheUserNameSays = "a lower-case letter, then lower-case letters, digits and '-'"

// awsCacheUserModels models the users of caches and their groups. Which of their inputs replace is in the table.
func awsCacheUserModels() []model {
	return []model{
		{
			token: cacheUserToken,
			name: nameRule{property: "userId", fixed: true, min: 1, max: 40, pattern: cacheUserName, says: cacheUserNameSays,
				unique: true},
			check:   checkCacheUser,
			id:      func(s subject) string { return s.name },
			outputs: cacheUserOutputs,
			derived: []string{"authenticationMode"},
			takes:   durations{create: 30 * time.Second, update: 30 * time.Second, delete: 30 * time.Second},
			// Any other user leaves its groups when it is deleted.
			inUse: use{
				code: "DefaultUserAssociatedToUserGroup", by: []holder{{userGroupToken, "userIds"}},
				when: func(in resource.PropertyMap) bool { return text(in, "userName") == "default" },
			},
		},
		{
			token: userGroupToken,
			name: nameRule{property: "userGroupId", fixed: true, min: 1, max: 40, pattern: cacheUserName, says: cacheUserNameSays,
				unique: true},
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				checkUserEngine(r)
				return r.failures
			},
			id:    func(s subject) string { return s.name },
			takes: durations{create: time.Minute, update: time.Minute, delete: time.Minute},
			admit: admitUserGroup,
			inUse: use{code: "InvalidUserGroupState", by: []holder{
				{replicationGroupToken, "userGroupIds"}, {serverlessCacheToken, "userGroupId"},
			}},
		},
	}
}

func checkUserEngine(r *rules) {
	if engine := text(r.in, "engine"); engine != "" && !slices.Contains([]string{"redis", "valkey"}, strings.ToLower(engine)) {
		r.fail("engine", "need one of redis, valkey, got %q", engine)
	}
}

func checkCacheUser(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	checkUserEngine(r)
	r.oneOf([]string{"password", "iam", "no-password-required"}, "authenticationMode", "type")
	checkPasswords(r, "passwords")
	checkPasswords(r, "authenticationMode", "passwords")
	passwords := len(list(in, "passwords")) + len(list(in, "authenticationMode", "passwords"))
	mode := text(in, "authenticationMode", "type")
	open := flag(in, "noPasswordRequired") || mode == "no-password-required"
	switch {
	case passwords > 0 && open:
		r.fail("noPasswordRequired", "conflicts with passwords")
	case mode == "password" && passwords == 0 && !isUnknown(object(in, "authenticationMode"), "passwords"):
		r.fail("authenticationMode.passwords", "need 1 or 2 passwords with type password, got none")
	case mode == "iam" && passwords > 0:
		r.fail("authenticationMode.passwords", "need none with type iam, got %d", passwords)
	case mode == "" && passwords == 0 && !open && !given(in, "passwords") && !given(in, "authenticationMode") && !given(in, "noPasswordRequired"):
		r.fail("passwords", "need passwords, an authenticationMode or noPasswordRequired, got none")
	case open && strings.EqualFold(text(in, "engine"), "valkey"):
		r.fail("noPasswordRequired", "need a password or iam with engine valkey, got none")
	}
	id, name := text(in, "userId"), text(in, "userName")
	if mode == "iam" && id != "" && name != "" && id != name {
		r.fail("userName", "need the user id %q with type iam, got %q", id, name)
	}
	return r.failures
}

// checkPasswords never shows a password.
func checkPasswords(r *rules, path ...resource.PropertyKey) {
	passwords := list(r.in, path...)
	if len(passwords) > 2 {
		r.fail(dotted(path), "need at most 2 passwords, got %d", len(passwords))
	}
	for i, password := range passwords {
		if length := len(asText(password)); !password.IsComputed() && (length < 16 || length > 128) {
			r.fail(dotted(path)+"["+strconv.Itoa(i)+"]", "need 16 to 128 characters, got %d", length)
		}
	}
}

// cacheUserOutputs gives the mode of authentication, which the provider fills in with the number of passwords.
func cacheUserOutputs(s subject) resource.PropertyMap {
	mode := resource.PropertyMap{}
	maps.Copy(mode, object(s.given, "authenticationMode"))
	count := max(len(list(s.in, "passwords")), len(list(s.in, "authenticationMode", "passwords")))
	if _, given := mode["type"]; !given {
		mode["type"] = str("password")
		if count == 0 {
			mode["type"] = str("no-password")
		}
	}
	mode["passwordCount"] = num(count)
	return resource.PropertyMap{"authenticationMode": settle(resource.NewObjectProperty(mode))}
}

// admitUserGroup refuses a member that anybody can use without a password in a group of engine valkey, two members of one
// name, and a group of engine redis without a user named default. Users that live elsewhere are not looked at.
func admitUserGroup(_, o Object, live []Object) refusal {
	in := plainMap(o.Inputs)
	redis, valkey := strings.EqualFold(text(in, "engine"), "redis"), strings.EqualFold(text(in, "engine"), "valkey")
	holders, strangers := map[string]string{}, 0
	for _, id := range texts(in, "userIds") {
		user, known := findLive(live, cacheUserToken, id)
		if !known {
			strangers++
			continue
		}
		about := plainMap(user.Inputs)
		if valkey && (flag(about, "noPasswordRequired") || text(about, "authenticationMode", "type") == "no-password-required") {
			return refuse("InvalidParameterCombination", "need users with a password or iam in a group of engine valkey, got %s", id)
		}
		if redis && strings.EqualFold(text(about, "engine"), "valkey") {
			return refuse("InvalidParameterCombination", "need users of engine redis in a group of engine redis, got %s", id)
		}
		name := text(about, "userName")
		if other, taken := holders[name]; taken {
			return refuse("DuplicateUserName", "need each user name once, got %q for %s and %s", name, other, id)
		}
		holders[name] = id
	}
	if _, found := holders["default"]; redis && !found && strangers == 0 {
		return refuse("DefaultUserRequired", "need a user named default in a group of engine redis")
	}
	return refusal{}
}
