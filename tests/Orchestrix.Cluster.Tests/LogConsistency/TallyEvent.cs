namespace Orchestrix.Cluster.Tests.LogConsistency;

public abstract record TallyEvent;
