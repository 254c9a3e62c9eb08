using System.Reflection;
using System.Reflection.Emit;
using Orchestrix.Readiness;

namespace Orchestrix.Tests.Readiness;

/// <summary>Two builds of one version are two programs.</summary>
public sealed class ProgramBuildTests
{
    [Fact]
    public void A_program_that_was_built_again_is_another()
    {
        var (before, after) = (ProgramBuild.Of(Build()), ProgramBuild.Of(Build()));

        Assert.StartsWith("bank 1.0.0.0, build ", before, StringComparison.Ordinal);
        Assert.StartsWith("bank 1.0.0.0, build ", after, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void One_program_is_one()
    {
        var program = typeof(ProgramBuildTests).Assembly;

        Assert.Equal(ProgramBuild.Of(program), ProgramBuild.Of(program));
    }

    private static AssemblyBuilder Build()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(
            new AssemblyName("bank") { Version = new Version(1, 0, 0, 0) }, AssemblyBuilderAccess.Run);
        assembly.DefineDynamicModule("bank");
        return assembly;
    }
}
