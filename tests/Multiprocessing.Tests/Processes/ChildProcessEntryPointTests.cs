using System.Linq.Expressions;

namespace Multiprocessing.Tests.Processes;

public sealed class ChildProcessEntryPointTests
{
    private readonly int _field = 1;

    [Fact]
    public void Start_CapturingLambda_NamesWhatItCaptures()
    {
        int count = 3;
        string text = "x";
        var error = Assert.Throws<ArgumentException>(() => ChildProcess.Start(() => text + count));
        Assert.Contains("'text'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'count'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_LambdaUsingThis_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => ChildProcess.Start(() => _field));
        Assert.Contains(nameof(ChildProcessEntryPointTests), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_LambdaUsingThisAndAVariable_NamesBoth()
    {
        int count = 3;
        var error = Assert.Throws<ArgumentException>(() => ChildProcess.Start(() => _field + count));
        Assert.Contains("'this'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'count'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_InstanceMethod_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => ChildProcess.Start(Instance));
        Assert.Contains(nameof(Instance), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_ExtensionMethodOnAnObject_IsRefused() => Assert.Throws<ArgumentException>(() => ChildProcess.Start("abc".Trim));

    [Fact]
    public void Start_TwoMethodsInOneDelegate_IsRefused()
    {
        Action both = Nothing;
        both += Nothing;
        Assert.Throws<ArgumentException>(() => ChildProcess.Start(both));
    }

    [Fact]
    public void Start_CompiledExpression_IsRefused()
    {
        Expression<Func<int>> expression = () => 1;
        Assert.Throws<ArgumentException>(() => ChildProcess.Start(expression.Compile()));
    }

    [Fact]
    public void Start_ValueTaskMethod_IsRefused() => Assert.Throws<ArgumentException>(() => ChildProcess.Start(LaterAsync));

    [Fact]
    public void Start_TokenAsArgument_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => ChildProcess.Start(static (n, token) => { GC.KeepAlive(n); }, 1, TestContext.Current.CancellationToken));
        Assert.Contains("Terminate()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_NullEntryPoint_IsRefused() => Assert.Throws<ArgumentNullException>(() => ChildProcess.Start((Action)null!));

    [Fact]
    public void Name_NotGiven_IsTheEntryPoints()
    {
        using var named = ChildProcess.Start(Nothing);
        using var lambda = ChildProcess.Start(static () => { });
        Assert.Equal("ChildProcessEntryPointTests.Nothing", named.Name);
        Assert.Equal("ChildProcessEntryPointTests.Name_NotGiven_IsTheEntryPoints (lambda)", lambda.Name);
    }

    private static void Nothing()
    {
    }

    private static async ValueTask<int> LaterAsync()
    {
        await Task.Yield();
        return 1;
    }

    private int Instance() => _field;
}
