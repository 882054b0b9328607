namespace Multiprocessing.Repository.Tests.Api;

/// <summary>Errors of the world are few, sealed, and have one base.</summary>
public class ExceptionTests
{
    [Fact]
    public void Exception_OfTheProduct_IsASealedChildOfTheBase()
    {
        Type parent = typeof(MultiprocessingException);
        IEnumerable<Type> others = Product.Main.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(Exception)) && type != parent && !(type.IsSealed && type.BaseType == parent));
        Assert.Empty(others);
    }

    [Fact]
    public void Base_OfTheExceptions_IsAbstract() => Assert.True(typeof(MultiprocessingException).IsAbstract);
}
