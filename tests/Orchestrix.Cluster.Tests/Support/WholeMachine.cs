namespace Orchestrix.Cluster.Tests.Support;

/// <summary>
/// Tests of several processes under load, which run when no other test does: where processors are few, a silo that is
/// starved of them is taken for dead by the others, as it should be.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeMachine
{
    public const string Name = "whole machine";
}
